import { EmptyState } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { Difference, ShownChange } from '../difference.js'
import { ChangeCard } from './DifferenceParts.js'
import './difference.css'

const K = 'governance:approvals:difference'

type Wording = Pick<ViewContext, 't' | 'when'>

const baseSentences = (found: Difference, { t, when }: Wording): string[] => {
  const base = t(`${K}:says:${found.base}`, { by: found.by, at: found.at ? when(found.at) : '' })
  if (!found.fallback) return [base]
  return [t(`${K}:says:${found.fallback}`), ...(found.base === 'live' ? [] : [base])]
}

/** Languages in the order of the site; what has no language first. */
const sectionsOf = (found: Difference, t: Wording['t']): { name: string; changes: ShownChange[] }[] =>
  [
    {
      name: t(found.languages.length > 0 ? `${K}:everyLanguage` : `${K}:fields`),
      changes: found.changes.filter(({ locale }) => locale === undefined),
    },
    ...found.languages.map(({ code, name }) => ({
      name,
      changes: found.changes.filter(({ locale }) => locale === code),
    })),
  ].filter(({ changes }) => changes.length > 0)

/** The whole of it below the heading: what it is compared with, and a section per language. */
export const DifferenceBody = ({ found, context }: { found: Difference; context: Wording }) => {
  const { t } = context
  const isNew = found.base === 'nothingLive'
  return (
    <div className="gov-diff">
      {baseSentences(found, context).map((sentence) => (
        <p className="gov-diff__base" key={sentence}>
          {sentence}
        </p>
      ))}
      {found.changedSince.length > 0 ? (
        <p className="gov-diff__base">{t(`${K}:changedSince`, { fields: found.changedSince.join(', ') })}</p>
      ) : null}
      {found.withheld > 0 ? (
        <p className="gov-diff__base">
          <strong>{t(`${K}:withheld`, { count: found.withheld })}</strong>
        </p>
      ) : null}
      {sectionsOf(found, t).map(({ name, changes }, index) => (
        <section aria-labelledby={`gov-diff-${index}`} key={name}>
          <h2 id={`gov-diff-${index}`}>{name}</h2>
          <div className="gov-diff__changes">
            {changes.map((change, place) => (
              <ChangeCard change={change} key={`${change.path}:${place}`} plain={isNew} t={t} />
            ))}
          </div>
        </section>
      ))}
      {found.changes.length === 0 && found.withheld === 0 ? (
        <EmptyState title={t(`${K}:same`)}>{t(`${K}:sameText:${found.since}`)}</EmptyState>
      ) : null}
    </div>
  )
}
