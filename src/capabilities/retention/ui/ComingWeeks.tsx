import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import type { ScreenedRun } from '../dryRun.js'

const K = 'governance:retentionSafety:coming'

/** The year goes without saying in weeks that begin with this one. */
const dayShort = ({ locale, runtime }: ViewContext): ((at: string) => string) => {
  const { timeZone } = runtime.options
  const format = new Intl.DateTimeFormat(`${locale}-CA`, { day: 'numeric', month: 'short', timeZone })
  return (at) => format.format(new Date(at))
}

/** A picture of what leaves when; to a screen reader it is a table like any other. */
export const ComingWeeks = ({ coming, context }: { coming: ScreenedRun['coming']; context: ViewContext }) => {
  const { t } = context
  const day = dayShort(context)
  const sum = (week: number, key: 'goes' | 'held'): number =>
    coming.rules.reduce((total, { weeks }) => total + (weeks[week]?.[key] ?? 0), 0)
  const weeks = coming.starts.map((start, week) => ({
    start,
    goes: sum(week, 'goes'),
    held: sum(week, 'held'),
  }))
  const most = Math.max(...weeks.map(({ goes, held }) => goes + held))
  if (most <= 0) return <p>{t(`${K}:none`, { count: weeks.length })}</p>
  const width = (count: number): { inlineSize: string } => ({ inlineSize: `${(100 * count) / most}%` })
  return (
    <table className="gov-weeks">
      <caption>{t(`${K}:title`, { count: weeks.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`${K}:week`)}</th>
          <td aria-hidden="true" className="gov-weeks__picture" />
          <th className="gov-weeks__goes" scope="col">
            {t(`${K}:goes`)}
          </th>
          <th className="gov-weeks__held" scope="col">
            {t(`${K}:held`)}
          </th>
        </tr>
      </thead>
      <tbody>
        {weeks.map(({ start, goes, held }) => (
          <tr key={start}>
            <th scope="row">{day(start)}</th>
            <td aria-hidden="true" className="gov-weeks__picture">
              <span className="gov-weeks__bar" style={width(goes)} />
              <span className="gov-weeks__bar gov-weeks__bar--held" style={width(held)} />
            </td>
            <td className={goes > 0 ? undefined : 'gov-weeks__zero'}>{goes}</td>
            <td className={held > 0 ? undefined : 'gov-weeks__zero'}>{held}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
