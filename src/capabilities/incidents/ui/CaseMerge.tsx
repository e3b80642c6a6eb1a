import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, List, ListItem } from '../../../platform/ui/parts.js'
import type { CasePage } from '../reads.js'
import { kindIn, Quote, summaryIn } from './parts.js'

const K = 'governance:incidents'
interface CaseMergeProps {
  context: ViewContext
  page: CasePage
}

/** On a case that is part of another one: where the work goes on, and how to take it out again. */
export const PartOf = ({ context, page }: CaseMergeProps) => {
  const { t, href, locale } = context
  const { whole, labels, case: found } = page
  if (found.mergedInto === null) return null
  const heading = whole && {
    number: whole.number,
    kind: kindIn({ t, locale, labels }, whole.kind),
  }
  return (
    <Card
      footer={
        page.as === 'assigned' ? undefined : (
          <ActionButton
            confirm={{
              title: t(`${K}:merge:undoTitle`),
              text: t(`${K}:merge:undoText`),
              confirmLabel: t(`${K}:merge:undo`),
              cancelLabel: t(`${K}:action:cancel`),
            }}
            done={t(`${K}:merge:undone`)}
            label={t(`${K}:merge:undo`)}
            path={`/governance/incidents/${found.id}/unmerge`}
            secondary
          />
        )
      }
      need="needs"
      text={t(`${K}:merge:partOf`)}
      title={
        whole && heading ? (
          <a href={href(`/governance/incidents/${whole.id}`)}>{t(`${K}:case:heading`, heading)}</a>
        ) : (
          t(`${K}:merge:isPart`)
        )
      }
    />
  )
}

/** What was merged into this case, and a way to merge it into another one. */
export const CaseMerge = ({ context, page }: CaseMergeProps) => {
  const { t, href, locale, when } = context
  const { case: found, labels, parts, mergeable } = page
  if (parts.length === 0 && mergeable.length === 0) return null
  const nameOf = ({ number, kind }: { number: string; kind: string }): string =>
    t(`${K}:case:heading`, { number, kind: kindIn({ t, locale, labels }, kind) })
  return (
    <section aria-labelledby="case-merged">
      <h2 id="case-merged">{t(`${K}:merge:title`)}</h2>
      {parts.length === 0 ? <p>{t(`${K}:merge:empty`)}</p> : null}
      <List>
        {parts.map((part) => (
          <ListItem
            key={part.case.number}
            meta={t(`${K}:list:reportedAt`, { at: when(part.case.reportedAt) })}
          >
            {page.as === 'assigned' ? (
              nameOf(part.case)
            ) : (
              <a href={href(`/governance/incidents/${part.case.id}`)}>{nameOf(part.case)}</a>
            )}
            <Quote>{summaryIn(t, part)}</Quote>
          </ListItem>
        ))}
      </List>
      {mergeable.length > 0 ? (
        <ButtonRow>
          <ActionButton
            confirm={{
              title: t(`${K}:merge:askTitle`),
              text: t(`${K}:merge:askText`),
              confirmLabel: t(`${K}:merge:confirm`),
              cancelLabel: t(`${K}:action:cancel`),
              fields: [
                {
                  name: 'into',
                  label: t(`${K}:merge:into`),
                  type: 'select',
                  required: true,
                  empty: t(`${K}:report:choose`),
                  options: mergeable.map((other) => ({ value: other.number, label: nameOf(other) })),
                },
              ],
            }}
            done={t(`${K}:merge:done`)}
            label={t(`${K}:merge:ask`)}
            path={`/governance/incidents/${found.id}/merge`}
            secondary
          />
        </ButtonRow>
      ) : null}
    </section>
  )
}
