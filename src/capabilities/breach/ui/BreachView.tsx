import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, EmptyState, LinkButton } from '../../../platform/ui/parts.js'
import { BREACH_ROLES } from '../domain.js'
import type { BreachState } from '../events.js'
import type { BreachPage } from '../reads.js'
import { AssessStep } from './AssessStep.js'
import { CloseStep, History, MeansStep } from './EndSteps.js'
import { NoticeStep } from './NoticeStep.js'
import { BreachBadge, Clocks, Fact, K, meansMissing } from './parts.js'
import { PeopleStep } from './PeopleStep.js'
import { SendStep } from './SendStep.js'
import './breach.css'

/** Where the page goes on; nowhere while the site works, or when all is over. */
const NEXT: Partial<Record<BreachState, string>> = {
  suspected: 'assess',
  noRisk: 'close',
  atRisk: 'people',
  found: 'notice',
  approved: 'send',
  notified: 'close',
}

/** What comes next, who is told, and what cannot be taken back; and the step where it is done. */
const nextOf = ({ breach, gaps, isWriter }: BreachPage): { words: string; step?: string } => {
  const step = NEXT[breach.state]
  if (breach.state === 'found' && gaps.length > 0) return { words: 'write', step }
  if (breach.state === 'found' && isWriter) return { words: 'writer', step }
  if (meansMissing(breach)) return { words: 'means', step: 'means' }
  return { words: breach.state, step }
}

const breachIn = (id: string) => async (context: ViewContext) => {
  const { t, when, href, read, locale } = context
  const page = await read<BreachPage | null>('breach', 'case', { id, locale })
  const back = (
    <LinkButton href={href('/governance/breaches')} secondary>
      {t(`${K}:case:back`)}
    </LinkButton>
  )
  if (!page) return <EmptyState title={t(`${K}:case:missing`)}>{back}</EmptyState>
  const { breach } = page
  const next = nextOf(page)
  const part = { page, context }
  return (
    <>
      <Card
        badge={<BreachBadge state={breach.state} t={t} />}
        title={t(`${K}:case:heading`, { number: breach.number })}
      >
        <dl className="gov-breach__facts">
          <Fact label={t(`${K}:case:summary`)}>{breach.summary}</Fact>
          <Fact label={t(`${K}:case:discovered`)}>{when(breach.discoveredAt)}</Fact>
          <Fact label={t(`${K}:case:declared`)}>
            {t(`${K}:case:declaredText`, { when: when(breach.declaredAt), name: page.declaredBy })}
          </Fact>
          <Fact label={t(`${K}:case:incident`)}>
            {page.incident ? (
              <a href={href(`/governance/incidents/${page.incident.id}`)}>{page.incident.number}</a>
            ) : null}
          </Fact>
        </dl>
        <p>
          <strong>{t(`${K}:next:${next.words}`)}</strong>{' '}
          {next.step ? (
            <a href={`#breach-${next.step}`}>{t(`${K}:case:go`, { step: t(`${K}:${next.step}:title`) })}</a>
          ) : null}
        </p>
      </Card>
      <Clocks {...part} />
      <AssessStep {...part} />
      <PeopleStep {...part} />
      <NoticeStep {...part} />
      <SendStep {...part} />
      <MeansStep {...part} />
      <CloseStep {...part} />
      <History {...part} />
      <ButtonRow>{back}</ButtonRow>
    </>
  )
}

/** One breach, its steps in their order. */
export const BreachView = (props: AdminViewServerProps) => {
  const { segments } = (props.params ?? {}) as { segments?: string[] }
  return (
    <GovernanceView {...props} roles={BREACH_ROLES} title={`${K}:case:title`}>
      {breachIn(segments?.[2] ?? '')}
    </GovernanceView>
  )
}
