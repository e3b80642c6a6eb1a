import type { AdminViewServerProps } from 'payload'
import type { ReactNode } from 'react'

import { refOf } from '../../../kernel/ref.js'
import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import {
  ButtonRow,
  Card,
  EmptyState,
  LinkButton,
  List,
  ListItem,
  StateBadge,
} from '../../../platform/ui/parts.js'
import { Uncover } from '../../../platform/ui/Uncover.js'
import { TEST_KIND } from '../domain.js'
import type { CasePage } from '../reads.js'
import { StepButton } from './actions.js'
import { AgeBar } from './AgeBar.js'
import { CaseFiles } from './CaseFiles.js'
import { CaseHistory } from './CaseHistory.js'
import { CaseLinks } from './CaseLinks.js'
import { CaseMerge, PartOf } from './CaseMerge.js'
import { CaseRecords } from './CaseRecords.js'
import { CaseTasks } from './CaseTasks.js'
import { CaseTeam } from './CaseTeam.js'
import {
  IncidentStateBadge,
  kindIn,
  Quote,
  SeverityBadge,
  summaryIn,
  TestBadge,
  urgencyOf,
  worksOnCases,
} from './parts.js'

const Fact = ({ label, children }: { label: string; children: ReactNode }) =>
  children ? (
    <ListItem meta={label}>
      <div>{children}</div>
    </ListItem>
  ) : null

/** A visitor can call themselves anything: it is said that a visitor did. */
const reporterIn = (t: ViewContext['t'], { kind, name }: CasePage['reporter']): string => {
  const key = 'governance:incidents:reporter'
  if (!name) return t(`${key}:${kind}`)
  return kind === 'visitor' ? t(`${key}:visitorNamed`, { name }) : name
}

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
  const waitsForReview = found.state === 'resolved' && page.actions.length === 0
  const isTest = found.kind === TEST_KIND
  const heading = t('governance:incidents:case:heading', {
    number: found.number,
    kind: kindIn({ t, locale, labels }, found.kind),
  })
  return (
    <>
      <PartOf context={context} page={page} />
      <Card
        badge={isTest ? <TestBadge t={t} /> : <SeverityBadge severity={found.severity} t={t} />}
        footer={
          page.actions.length > 0 ? (
            <ButtonRow>
              {page.actions.map(({ action, words }, index) => (
                <StepButton
                  action={action}
                  happened={found.happened}
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
        need={
          found.state !== 'reported' || found.mergedInto !== null ? undefined : isTest ? 'needs' : 'urgent'
        }
        text={urgencyOf(t, found, now, (at) => when(at))}
        title={heading}
      >
        <ButtonRow>
          {found.mergedInto === null ? (
            <IncidentStateBadge state={found.state} t={t} />
          ) : (
            <StateBadge>{t('governance:incidents:merge:badge')}</StateBadge>
          )}
        </ButtonRow>
        {found.mergedInto === null ? <AgeBar found={found} now={now} t={t} /> : null}
        {waitsForReview ? <p>{t('governance:incidents:case:waitsForReview')}</p> : null}
        <List label={heading}>
          <Fact label={t('governance:incidents:case:summary')}>
            <Quote>{summaryIn(t, page)}</Quote>
          </Fact>
          <Fact label={t('governance:incidents:case:place')}>{page.place}</Fact>
          <Fact label={t('governance:incidents:case:happenedAt')}>
            {page.happenedAt ? when(page.happenedAt) : null}
          </Fact>
          <Fact label={t('governance:incidents:case:subject')}>
            {page.matter?.path ? <a href={href(page.matter.path)}>{page.matter.name}</a> : page.matter?.name}
          </Fact>
          <Fact label={t('governance:incidents:case:concerned')}>{page.concerned.join(', ')}</Fact>
          <Fact label={t('governance:incidents:case:reporter')}>{reporterIn(t, reporter)}</Fact>
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
      {isTest ? null : (
        <>
          {page.parts.length > 0 ? <CaseMerge context={context} page={page} /> : null}
          <CaseTasks context={context} page={page} />
          <CaseFiles context={context} page={page} />
          <CaseRecords context={context} page={page} />
          <CaseTeam context={context} page={page} />
          {page.parts.length === 0 ? <CaseMerge context={context} page={page} /> : null}
        </>
      )}
      {isTest ? null : <CaseLinks about={refOf('gov-incidents', found.id)} context={context} />}
      <CaseHistory context={context} page={page} />
      <ButtonRow>{back}</ButtonRow>
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
