import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, EmptyState, Grid, LinkButton, List, ListItem } from '../../../platform/ui/parts.js'
import { type Case, TEST_KIND } from '../domain.js'
import type { CaseList } from '../reads.js'
import { StepButton } from './actions.js'
import { AgeBar } from './AgeBar.js'
import {
  IncidentStateBadge,
  kindIn,
  SeverityBadge,
  TestBadge,
  urgencyOf,
  type Words,
  worksOnCases,
} from './parts.js'

/** One case: what it is and how late. While nobody has taken it there is one button, on a phone too. */
const OpenCase = ({ found, words, context, leads }: OpenCaseProps) => {
  const { t, now, when, href } = context
  const waiting = found.state === 'reported'
  const isTest = found.kind === TEST_KIND
  const late = waiting && !isTest && (found.ackDueAt <= now || found.severity === 'critical')
  return (
    <Card
      badge={isTest ? <TestBadge t={t} /> : <SeverityBadge severity={found.severity} t={t} />}
      footer={waiting && leads ? <StepButton action="acknowledge" id={found.id} t={t} /> : undefined}
      level={3}
      need={late ? 'urgent' : waiting ? 'needs' : undefined}
      text={urgencyOf(t, found, now, (at) => when(at))}
      title={
        <a href={href(`/governance/incidents/${found.id}`)}>
          {t('governance:incidents:case:heading', { number: found.number, kind: kindIn(words, found.kind) })}
        </a>
      }
    >
      <ButtonRow>
        <IncidentStateBadge state={found.state} t={t} />
      </ButtonRow>
      <AgeBar found={found} now={now} t={t} />
    </Card>
  )
}

interface OpenCaseProps {
  found: Case
  words: Words
  context: ViewContext
  /** This person can take cases on; who was asked to help with one cannot. */
  leads: boolean
}

const Lists = async (context: ViewContext) => {
  const { t, href, when, locale, read } = context
  const { open, tests, closed, counts, labels, leads } = await read<CaseList>('incidents', 'list')
  const words: Words = { t, locale, labels }
  return (
    <>
      <ButtonRow>
        <LinkButton href={href('/governance/incidents/report')} secondary>
          {t('governance:incidents:report:title')}
        </LinkButton>
      </ButtonRow>
      {open.length === 0 ? (
        <EmptyState title={t('governance:incidents:list:emptyTitle')}>
          {t(`governance:incidents:list:${leads ? 'emptyText' : 'emptyHelps'}`)}
        </EmptyState>
      ) : (
        <section aria-labelledby="open-incidents">
          <h2 id="open-incidents">{t('governance:incidents:list:count', { ...counts })}</h2>
          <Grid>
            {open.map((found) => (
              <OpenCase context={context} found={found} key={found.number} leads={leads} words={words} />
            ))}
          </Grid>
        </section>
      )}
      {tests.length > 0 ? (
        <section aria-labelledby="test-alerts">
          <h2 id="test-alerts">{t('governance:incidents:list:test')}</h2>
          <p>{t('governance:incidents:because:test')}</p>
          <Grid>
            {tests.map((found) => (
              <OpenCase context={context} found={found} key={found.number} leads={leads} words={words} />
            ))}
          </Grid>
        </section>
      ) : null}
      {closed.length > 0 ? (
        <section aria-labelledby="closed-incidents">
          <h2 id="closed-incidents">{t('governance:incidents:list:closed')}</h2>
          <List>
            {closed.map((found) => (
              <ListItem
                key={found.number}
                meta={t('governance:incidents:list:reportedAt', { at: when(found.reportedAt) })}
              >
                <a href={href(`/governance/incidents/${found.id}`)}>
                  {t('governance:incidents:case:heading', {
                    number: found.number,
                    kind: kindIn(words, found.kind),
                  })}
                </a>
              </ListItem>
            ))}
          </List>
        </section>
      ) : null}
    </>
  )
}

/** The AED's and ED's screen: open cases first, nobody's on top, then by severity and age. */
export const IncidentsView = (props: AdminViewServerProps) => (
  <GovernanceView
    {...props}
    intro="governance:incidents:intro"
    allowed={worksOnCases}
    title="governance:incidents:title"
  >
    {Lists}
  </GovernanceView>
)
