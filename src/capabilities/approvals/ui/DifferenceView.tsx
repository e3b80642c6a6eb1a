import type { AdminViewServerProps } from 'payload'

import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { EmptyState } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { Difference, Since } from '../difference.js'
import { DifferenceBody } from './DifferenceBody.js'
import { differencePath, documentIn } from './differencePath.js'

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
            <DifferenceBody context={context} found={found} />
          </>
        )
      }}
    </GovernanceView>
  )
}
