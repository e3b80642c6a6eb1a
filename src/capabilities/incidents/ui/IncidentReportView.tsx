import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { List, ListItem } from '../../../platform/ui/parts.js'
import { CASE_ROLES, type IncidentState, SEVERITIES } from '../domain.js'
import type { ReportPage } from '../reads.js'
import { IncidentStateBadge, kindIn, Quote } from './parts.js'
import { ReportForm } from './ReportForm.js'

const formIn = async ({ t, locale, read, when, searchParams }: ViewContext) => {
  const { about, kinds, labels, answerBy, mine, people } = await read<ReportPage>('incidents', 'report', {
    about: searchParams.about,
  })
  const words = { t, locale, labels }
  const key = 'governance:incidents'
  return (
    <>
      <ReportForm
        about={about && { value: about.ref, label: about.name }}
        kinds={kinds.map((kind) => ({ value: kind, label: kindIn(words, kind) }))}
        people={[
          {
            label: t(`${key}:report:inCharge`),
            options: CASE_ROLES.map((role) => ({ value: role, label: t(`${key}:role:${role}`) })),
          },
          {
            label: t(`${key}:report:colleagues`),
            options: people.map(({ ref, name }) => ({ value: ref, label: name })),
          },
        ]}
        severities={[...SEVERITIES].reverse().map((severity) => ({
          value: severity,
          label: t(`${key}:severity:${severity}`),
          help: [
            t(`${key}:guidance:${severity}`),
            t(`${key}:report:answered`, { time: when(answerBy[severity]) }),
          ].join(' '),
        }))}
        texts={{
          kind: t(`${key}:report:kind`),
          choose: t(`${key}:report:choose`),
          severity: t(`${key}:report:severity`),
          summary: t(`${key}:report:summary`),
          summaryHelp: t(`${key}:report:summaryHelp`),
          about: t(`${key}:report:about`),
          aboutHelp: t(`${key}:report:aboutHelp`),
          notAbout: t(`${key}:report:notAbout`),
          happenedAt: t(`${key}:report:happenedAt`),
          happenedAtHelp: t(`${key}:report:happenedAtHelp`),
          place: t(`${key}:report:place`),
          placeHelp: t(`${key}:report:placeHelp`),
          concerned: t(`${key}:report:concerned`),
          concernedHelp: t(`${key}:report:concernedHelp`),
          nobody: t(`${key}:report:nobody`),
          anonymous: t(`${key}:report:anonymous`),
          anonymousHelp: t(`${key}:report:anonymousHelp`),
          send: t(`${key}:report:send`),
          sent: t(`${key}:report:sent`, { number: '{{number}}' }),
          sentText: t(`${key}:report:sentText`),
          unheard: t(`${key}:report:unheard`),
          another: t(`${key}:report:another`),
        }}
      />
      <section aria-labelledby="my-reports">
        <h2 id="my-reports">{t(`${key}:report:mine`)}</h2>
        {mine.length === 0 ? (
          <p>{t(`${key}:report:mineEmpty`)}</p>
        ) : (
          <List>
            {mine.map((own) => (
              <ListItem
                actions={<IncidentStateBadge state={own.state as IncidentState} t={t} />}
                key={own.number}
                meta={when(own.reportedAt)}
              >
                <div>{t(`${key}:case:heading`, { number: own.number, kind: kindIn(words, own.kind) })}</div>
                {own.answer ? <Quote>{own.answer}</Quote> : null}
              </ListItem>
            ))}
          </List>
        )}
      </section>
    </>
  )
}

/** One screen, under a minute, for every member of staff. */
export const IncidentReportView = (props: AdminViewServerProps) => (
  <GovernanceView
    {...props}
    intro="governance:incidents:report:intro"
    title="governance:incidents:report:title"
  >
    {formIn}
  </GovernanceView>
)
