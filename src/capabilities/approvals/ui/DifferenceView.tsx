import type { AdminViewServerProps } from 'payload'

import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { EmptyState } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { Difference, ShownChange, Since } from '../difference.js'
import { ChangeCard } from './DifferenceParts.js'
import { differencePath, documentIn } from './differencePath.js'
import './difference.css'

const K = 'governance:approvals:difference'
const CHOICES: Since[] = ['approval', 'live']

const Choice = ({
  since,
  path,
  context: { t, href },
}: {
  since: Since
  path: `/${string}`
  context: ViewContext
}) => (
  <nav aria-label={t(`${K}:choose`)} className="gov-row gov-diff__choice">
    <span aria-hidden="true">{t(`${K}:choose`)}</span>
    {CHOICES.map((one) => (
      <a aria-current={one === since ? 'page' : undefined} href={`${href(path)}?since=${one}`} key={one}>
        {t(`${K}:since:${one}`)}
      </a>
    ))}
  </nav>
)

const baseSentences = (found: Difference, { t, when }: ViewContext): string[] => {
  const base = t(`${K}:says:${found.base}`, { by: found.by, at: found.at ? when(found.at) : '' })
  if (!found.fallback) return [base]
  return [t(`${K}:says:${found.fallback}`), ...(found.base === 'live' ? [] : [base])]
}

/** Languages in the order of the site; what has no language first. */
const sectionsOf = (found: Difference, t: ViewContext['t']): { name: string; changes: ShownChange[] }[] =>
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

const Body = ({ found, context }: { found: Difference; context: ViewContext }) => {
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

/** "What changed?" for a document or a global: what would be published, beside what is live or was approved. */
export const DifferenceView = (props: AdminViewServerProps) => {
  const segments = props.params?.segments
  const document = documentIn(Array.isArray(segments) ? segments : [])
  return (
    <GovernanceView {...props} intro={`${K}:intro`} title={`${K}:title`}>
      {async (context) => {
        const { t, read, searchParams } = context
        const found = await read<Difference>('approvals', 'difference', {
          ...document,
          since: searchParams.since,
        }).catch((error: { code?: string }) => {
          if (error.code === 'notFound') return null
          throw error
        })
        if (!found) return <EmptyState title={t('governance:errors:notFound')} />
        const path = differencePath({ ...document, id: document.id ?? '' } as never)
        return (
          <>
            <p>
              <strong>{found.title}</strong> · <a href={found.href}>{t(`${K}:back`)}</a>
            </p>
            <Choice context={context} path={path} since={found.since} />
            <Body context={context} found={found} />
          </>
        )
      }}
    </GovernanceView>
  )
}
