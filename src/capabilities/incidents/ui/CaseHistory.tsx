import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, List, ListItem } from '../../../platform/ui/parts.js'
import type { TimelineEntry } from '../domain.js'
import type { CasePage } from '../reads.js'
import { Quote } from './parts.js'

const K = 'governance:incidents'

const sentenceOf = ({ t }: ViewContext, line: TimelineEntry): string => {
  if (line.what === 'escalated') {
    const roles = (line.to ?? []).map((role) => t(`${K}:role:${role}`)).join(', ')
    return t(`${K}:case:escalatedTo`, { roles, round: line.round })
  }
  const { whose, name } = line
  const key = line.what === 'taskAdded' && whose ? 'taskAddedFor' : line.what
  const what = t(`${K}:timeline:${key}`, { whose, number: line.other?.number })
  return name ? t(`${K}:case:by`, { what, name }) : what
}

/** Everything that happened, in order. Words can be added to it; nothing is ever changed. */
export const CaseHistory = ({ context, page }: { context: ViewContext; page: CasePage }) => {
  const { t, when } = context
  return (
    <section aria-labelledby="case-history">
      <h2 id="case-history">{t(`${K}:case:history`)}</h2>
      <List>
        {page.timeline.map((line, index) => (
          <ListItem
            key={index}
            meta={line.of ? t(`${K}:merge:lineOf`, { at: when(line.at), number: line.of }) : when(line.at)}
          >
            <div>{sentenceOf(context, line)}</div>
            {line.happened ? <Quote>{line.happened}</Quote> : null}
            {line.words ? <Quote>{line.words}</Quote> : null}
            {line.answer ? (
              <>
                <div>{t(`${K}:case:answered`)}</div>
                <Quote>{line.answer}</Quote>
              </>
            ) : null}
          </ListItem>
        ))}
      </List>
      {page.case.state === 'closed' || page.case.mergedInto !== null ? null : (
        <ButtonRow>
          <ActionButton
            confirm={{
              title: t(`${K}:note:add`),
              text: t(`${K}:note:text`),
              confirmLabel: t(`${K}:note:confirm`),
              cancelLabel: t(`${K}:action:cancel`),
              fields: [
                {
                  name: 'words',
                  label: t(`${K}:note:words`),
                  type: 'textarea',
                  required: true,
                  maxLength: 10_000,
                },
              ],
            }}
            done={t(`${K}:note:done`)}
            label={t(`${K}:note:add`)}
            path={`/governance/incidents/${page.case.id}/note`}
            secondary
          />
        </ButtonRow>
      )}
    </section>
  )
}
