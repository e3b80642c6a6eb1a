import type { AdminViewServerProps } from 'payload'
import type { ReactNode } from 'react'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, EmptyState, LinkButton, List, ListItem } from '../../../platform/ui/parts.js'
import { Uncover } from '../../../platform/ui/Uncover.js'
import { TEST_KIND, type TimelineEntry } from '../domain.js'
import type { CasePage } from '../reads.js'
import { StepButton } from './actions.js'
import { IncidentStateBadge, kindIn, SeverityBadge, TestBadge, urgencyOf, worksOnCases } from './parts.js'

const sentenceOf = ({ t }: ViewContext, line: TimelineEntry): string => {
  const key = 'governance:incidents'
  if (line.what === 'escalated') {
    const roles = (line.to ?? []).map((role) => t(`${key}:role:${role}`)).join(', ')
    return t(`${key}:case:escalatedTo`, { roles, round: line.round })
  }
  const what = t(`${key}:timeline:${line.what}`)
  return line.name ? t(`${key}:case:by`, { what, name: line.name }) : what
}

/** Words of a person: as text, with their line breaks, and nothing else. */
const Quote = ({ children }: { children: string }) => (
  <blockquote style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{children}</blockquote>
)

const Fact = ({ label, children }: { label: string; children: ReactNode }) =>
  children ? (
    <ListItem meta={label}>
      <div>{children}</div>
    </ListItem>
  ) : null

const caseIn = (id: string) => async (context: ViewContext) => {
  const { t, href, when, now, locale, read } = context
  const page = await read<CasePage | null>('incidents', 'case', { id })
  const back = (
    <LinkButton href={href('/governance/incidents')} secondary>
      {t('governance:incidents:case:back')}
    </LinkButton>
  )
  if (!page) return <EmptyState title={t('governance:incidents:case:missingTitle')}>{back}</EmptyState>
  const { case: found, labels, reporter } = page
  const isTest = found.kind === TEST_KIND
  const heading = t('governance:incidents:case:heading', {
    number: found.number,
    kind: kindIn({ t, locale, labels }, found.kind),
  })
  return (
    <>
      <Card
        badge={isTest ? <TestBadge t={t} /> : <SeverityBadge severity={found.severity} t={t} />}
        footer={
          page.actions.length > 0 ? (
            <ButtonRow>
              {page.actions.map(({ action, words }, index) => (
                <StepButton
                  action={action}
                  id={found.id}
                  key={action}
                  secondary={index > 0}
                  t={t}
                  words={words}
                />
              ))}
            </ButtonRow>
          ) : undefined
        }
        need={found.state !== 'reported' ? undefined : isTest ? 'needs' : 'urgent'}
        text={urgencyOf(t, found, now, (at) => when(at))}
        title={heading}
      >
        <ButtonRow>
          <IncidentStateBadge state={found.state} t={t} />
        </ButtonRow>
        <List label={heading}>
          <Fact label={t('governance:incidents:case:summary')}>
            <Quote>{page.because ? t(page.because.key, page.because.values) : page.summary}</Quote>
          </Fact>
          <Fact label={t('governance:incidents:case:place')}>{page.place}</Fact>
          <Fact label={t('governance:incidents:case:happenedAt')}>
            {page.happenedAt ? when(page.happenedAt) : null}
          </Fact>
          <Fact label={t('governance:incidents:case:subject')}>
            {page.matter?.path ? <a href={href(page.matter.path)}>{page.matter.name}</a> : page.matter?.name}
          </Fact>
          <Fact label={t('governance:incidents:case:concerned')}>{page.concerned.join(', ')}</Fact>
          <Fact label={t('governance:incidents:case:reporter')}>
            {reporter.name || t(`governance:incidents:reporter:${reporter.kind}`)}
          </Fact>
          <Fact label={t('governance:incidents:case:contact')}>
            {page.contactCovered ? (
              <Uncover
                collection="gov-incidents"
                id={found.id}
                title={t('governance:incidents:case:contactCovered')}
              />
            ) : (
              page.contact
            )}
          </Fact>
        </List>
      </Card>
      <section aria-labelledby="case-history">
        <h2 id="case-history">{t('governance:incidents:case:history')}</h2>
        <List>
          {page.timeline.map((line, index) => (
            <ListItem key={index} meta={when(line.at)}>
              <div>{sentenceOf(context, line)}</div>
              {line.words ? <Quote>{line.words}</Quote> : null}
            </ListItem>
          ))}
        </List>
      </section>
      {back}
    </>
  )
}

/** One case with its history. Opening it is a reading, and nothing else: it acknowledges nothing. */
export const IncidentCaseView = (props: AdminViewServerProps) => {
  const { segments } = (props.params ?? {}) as { segments?: string[] }
  return (
    <GovernanceView {...props} allowed={worksOnCases} title="governance:incidents:case:title">
      {caseIn(segments?.[2] ?? '')}
    </GovernanceView>
  )
}
