import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { ButtonRow, List, ListItem } from '../../../platform/ui/parts.js'
import type { TimelineEntry } from '../events.js'
import type { StepProps } from './AssessStep.js'
import { K, meansMissing, Step } from './parts.js'

/** What was done for those whom no mail reaches. */
export const MeansStep = ({ page, context: { t, when } }: StepProps) => {
  const { breach } = page
  const early = ['suspected', 'noRisk'].includes(breach.state)
  if (early && breach.means.length === 0) return null
  return (
    <Step id="breach-means" title={t(`${K}:means:title`)}>
      {breach.means.length === 0 ? <p>{t(`${K}:means:none`)}</p> : null}
      <List>
        {breach.means.map(({ at, name, words }) => (
          <ListItem key={at} meta={t(`${K}:history:line`, { when: when(at), who: name })}>
            <span style={{ whiteSpace: 'pre-wrap' }}>{words}</span>
          </ListItem>
        ))}
      </List>
      {breach.state === 'closed' ? null : (
        <ButtonRow>
          <ActionButton
            confirm={{
              title: t(`${K}:means:heading`),
              text: t(`${K}:means:text`),
              confirmLabel: t(`${K}:means:button`),
              cancelLabel: t(`${K}:case:cancel`),
              fields: [
                {
                  name: 'words',
                  label: t(`${K}:means:words`),
                  type: 'textarea',
                  required: true,
                  maxLength: 5000,
                },
              ],
            }}
            done={t(`${K}:means:done`)}
            label={t(`${K}:means:button`)}
            path={`/governance/breaches/${breach.id}/means`}
            secondary
          />
        </ButtonRow>
      )}
    </Step>
  )
}

export const CloseStep = ({ page, context: { t, when } }: StepProps) => {
  const { breach, actions, keepUntil, learned, months } = page
  const title = t(`${K}:close:title`)
  if (breach.state === 'closed')
    return (
      <Step id="breach-close" title={title}>
        <p style={{ whiteSpace: 'pre-wrap' }}>{learned}</p>
        {keepUntil ? <p>{t(`${K}:close:kept`, { when: when(keepUntil, false) })}</p> : null}
      </Step>
    )
  // Refused otherwise, and what was typed would be lost.
  if (actions.includes('close') && meansMissing(breach))
    return <Step id="breach-close" later={t(`${K}:close:meansFirst`)} title={title} />
  if (!actions.includes('close'))
    return <Step id="breach-close" later={t(`${K}:close:later`)} title={title} />
  return (
    <Step id="breach-close" title={title}>
      <ButtonRow>
        <ActionButton
          confirm={{
            title: t(`${K}:close:heading`),
            text: t(`${K}:close:text`, { months }),
            confirmLabel: t(`${K}:close:button`),
            cancelLabel: t(`${K}:case:cancel`),
            fields: [
              {
                name: 'words',
                label: t(`${K}:close:words`),
                type: 'textarea',
                required: true,
                maxLength: 5000,
              },
            ],
          }}
          done={t(`${K}:close:done`)}
          label={t(`${K}:close:button`)}
          path={`/governance/breaches/${breach.id}/close`}
        />
      </ButtonRow>
    </Step>
  )
}

const lineIn = ({ t, locale }: ViewContext, page: StepProps['page'], entry: TimelineEntry): string => {
  const clock = page.clocks.find(({ key }) => key === entry.clock)
  return t(`${K}:history:${entry.what}`, {
    count: entry.count ?? 0,
    risk: entry.risk ? t(`${K}:assess:${entry.risk === 'real' ? 'wasReal' : 'wasNone'}`) : '',
    clock: clock?.label[locale] ?? entry.clock ?? '',
  })
}

/** Who did what when, the newest on top. */
export const History = ({ page, context }: StepProps) => {
  const { t, when } = context
  return (
    <Step id="breach-history" title={t(`${K}:history:title`)}>
      <List>
        {[...page.breach.timeline].reverse().map((entry, index) => (
          <ListItem
            key={`${entry.at}-${index}`}
            meta={t(`${K}:history:line`, {
              when: when(entry.at),
              who: entry.name || t(`${K}:history:site`),
            })}
          >
            {lineIn(context, page, entry)}
            {entry.words ? <div style={{ whiteSpace: 'pre-wrap' }}>{entry.words}</div> : null}
          </ListItem>
        ))}
      </List>
    </Step>
  )
}
