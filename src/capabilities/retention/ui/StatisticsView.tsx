import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { EmptyState } from '../../../platform/ui/parts.js'
import { WORKERS } from '../domain.js'
import type { FieldStatistics, MonthCounts, Statistics } from '../statistics.js'
import './retention.css'

const K = 'governance:statistics'
/** Months of one field on the screen; the table has them all. */
const MOST = 12

/** It stands as a heading: French months begin with a small letter elsewhere. */
const monthName = (month: string, locale: string): string => {
  const format = new Intl.DateTimeFormat(locale === 'fr' ? 'fr-CA' : 'en-CA', {
    month: 'long',
    timeZone: 'UTC',
    year: 'numeric',
  })
  const name = format.format(new Date(`${month}-15T00:00:00.000Z`))
  return name.charAt(0).toUpperCase() + name.slice(1)
}

interface LineProps {
  label: string
  count: number
  most: number
  rest?: boolean
}

const Line = ({ label, count, most, rest = false }: LineProps) => (
  <tr>
    <th scope="row">{label}</th>
    <td className="gov-statistics__count">{count}</td>
    {/* The number says it already. */}
    <td aria-hidden="true" className="gov-statistics__plot">
      <span
        className={`gov-statistics__bar${rest ? ' gov-statistics__bar--rest' : ''}`}
        style={{ inlineSize: `${Math.round((count / most) * 100)}%` }}
      />
    </td>
  </tr>
)

const Month = ({ counts, context: { t, locale } }: { counts: MonthCounts; context: ViewContext }) => {
  const { month, cells, rest } = counts
  const name = monthName(month, locale)
  if (cells.length === 0)
    return (
      <p>
        <strong>{name}</strong> · {t(`${K}:few`)}
      </p>
    )
  const most = Math.max(...cells.map(({ count }) => count), rest ?? 0)
  return (
    <table className="gov-statistics">
      <caption>{name}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`${K}:value`)}</th>
          <th className="gov-statistics__count" scope="col">
            {t(`${K}:records`)}
          </th>
          <th aria-hidden="true" className="gov-statistics__plot">
            {t(`${K}:plot`)}
          </th>
        </tr>
      </thead>
      <tbody>
        {cells.map(({ value, label, count }) => (
          <Line count={count} key={value} label={label} most={most} />
        ))}
        {rest ? <Line count={rest} label={t(`${K}:rest`)} most={most} rest /> : null}
      </tbody>
    </table>
  )
}

const Field = ({ of, context }: { of: FieldStatistics; context: ViewContext }) => {
  const { t } = context
  const { collection, label, form, formLabel, field, fieldLabel, months } = of
  const id = `statistics-${collection}-${form}-${field}`
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{fieldLabel}</h2>
      <p>{formLabel ? t(`${K}:ofForm`, { form: formLabel }) : t(`${K}:of`, { collection: label })}</p>
      {months.slice(0, MOST).map((counts) => (
        <Month context={context} counts={counts} key={counts.month} />
      ))}
      {months.length > MOST ? <p>{t(`${K}:last`, { count: MOST })}</p> : null}
    </section>
  )
}

const Page = async (context: ViewContext) => {
  const { t, read, payload, locale } = context
  const { fields, counts, smallest } = await read<Statistics>('retention', 'statistics', { locale })
  if (fields.length === 0) {
    const why = counts ? 'empty' : 'none'
    return <EmptyState title={t(`${K}:${why}Title`)}>{t(`${K}:${why}Text`)}</EmptyState>
  }
  const table = `${payload.config.serverURL ?? ''}${payload.config.routes.api}/governance/retention/statistics/table`
  return (
    <>
      <p>{t(`${K}:small`, { smallest })}</p>
      <p>
        <a href={table}>{t(`${K}:csv`)}</a>
      </p>
      {fields.map((of) => (
        <Field context={context} key={`${of.collection}|${of.form}|${of.field}`} of={of} />
      ))}
    </>
  )
}

/** What was counted of records that were anonymized, for those who work with them. */
export const StatisticsView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro={`${K}:intro`} roles={WORKERS} title={`${K}:title`}>
    {Page}
  </GovernanceView>
)
