import { isDayOnly } from '../../../kernel/calendar.js'
import { instantInWords } from '../../../kernel/instantWords.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { ShownEntry, ShownPart } from '../reads.js'
import './ledger.css'

const K = 'governance:ledgerScreen'

/** The ledger by these filters. */
export const ledgerAddress = ({ href }: ViewContext, query: Record<string, string>): string => {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value))
  return href('/governance/ledger') + (asked.size > 0 ? `?${asked.toString()}` : '')
}

export const entryAddress = ({ href }: ViewContext, key: string): string =>
  href(`/governance/ledger/entries/${encodeURIComponent(key)}`)

export const Said = ({ parts }: { parts: ShownPart[] }) => (
  <>
    {parts.map(({ text, href }, index) =>
      href ? (
        <a href={href} key={index}>
          {text}
        </a>
      ) : (
        <span key={index}>{text}</span>
      ),
    )}
  </>
)

const Time = ({ at, context: { locale, runtime, t } }: { at: string; context: ViewContext }) => {
  const { timeZone } = runtime.options
  return isDayOnly(new Date(at), timeZone) ? (
    <span className="gov-entries__time">{t(`${K}:dayOnly`)}</span>
  ) : (
    <time className="gov-entries__time" dateTime={at}>
      {instantInWords(at, locale, timeZone, 'time')}
    </time>
  )
}

const Entry = ({
  entry,
  context,
  inLedger,
}: {
  entry: ShownEntry
  context: ViewContext
  inLedger: boolean
}) => {
  const { t, whenKept } = context
  const { text, href } = entry.thing
  return (
    <li className="gov-entries__item">
      <Time at={entry.at} context={context} />
      <div>
        <p className="gov-entries__said">
          <Said parts={entry.sentence} />
        </p>
        {inLedger ? (
          <p className="gov-entries__meta">
            <span>{href ? <a href={href}>{text}</a> : text}</span>
            <a
              aria-label={t(`${K}:onlyThisOf`, { thing: text })}
              href={ledgerAddress(context, { thing: entry.subject })}
            >
              {t(`${K}:onlyThis`)}
            </a>
            <a
              aria-label={t(`${K}:detailsOf`, { when: whenKept(entry.at) })}
              href={entryAddress(context, entry.key)}
            >
              {t(`${K}:details`)}
            </a>
            <span>
              {entry.sequence === null ? t(`${K}:unsealed`) : t(`${K}:number`, { number: entry.sequence })}
            </span>
          </p>
        ) : null}
      </div>
    </li>
  )
}

const byDay = (entries: ShownEntry[], dayOf: (at: string) => string): [string, ShownEntry[]][] => {
  const days: [string, ShownEntry[]][] = []
  for (const entry of entries) {
    const day = dayOf(entry.at)
    const last = days.at(-1)
    if (last?.[0] === day) last[1].push(entry)
    else days.push([day, [entry]])
  }
  return days
}

/** Entries under the days on which they were written, in the organization's zone. */
export const EntryDays = ({
  entries,
  context,
  inLedger = false,
}: {
  entries: ShownEntry[]
  context: ViewContext
  /** With what an entry is about, and its details. */
  inLedger?: boolean
}) => (
  <div className="gov-entries">
    {byDay(entries, (at) => context.when(at, false)).map(([day, those]) => (
      <section key={day}>
        <h2 className="gov-entries__day">{day}</h2>
        <ol className="gov-entries__list">
          {those.map((entry) => (
            <Entry context={context} entry={entry} inLedger={inLedger} key={entry.key} />
          ))}
        </ol>
      </section>
    ))}
  </div>
)
