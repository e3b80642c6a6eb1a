import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { ButtonRow, List, ListItem } from '../../../platform/ui/parts.js'
import type { CasePage } from '../reads.js'

const K = 'governance:incidents'

/** Who works on the case besides those who answer for all of them. */
export const CaseTeam = ({ context, page }: { context: ViewContext; page: CasePage }) => {
  const { t } = context
  const { case: found, team, others } = page
  if (found.mergedInto !== null && team.length === 0) return null
  const leads = page.as !== 'assigned'
  const free = others.filter(({ ref }) => !team.some((one) => one.ref === ref))
  return (
    <section aria-labelledby="case-team">
      <h2 id="case-team">{t(`${K}:team:title`)}</h2>
      {team.length === 0 ? <p>{t(`${K}:team:empty`)}</p> : null}
      <List>
        {team.map(({ ref, name }) => (
          <ListItem
            actions={
              leads ? (
                <ActionButton
                  body={{ person: ref }}
                  confirm={{
                    title: t(`${K}:team:removeTitle`, { name }),
                    text: t(`${K}:team:removeText`),
                    confirmLabel: t(`${K}:team:remove`),
                    cancelLabel: t(`${K}:action:cancel`),
                  }}
                  done={t(`${K}:team:removed`)}
                  label={t(`${K}:team:remove`)}
                  path={`/governance/incidents/${found.id}/unassign`}
                  secondary
                />
              ) : undefined
            }
            key={ref}
          >
            {name}
          </ListItem>
        ))}
      </List>
      {leads && found.state !== 'closed' && found.mergedInto === null && free.length > 0 ? (
        <ButtonRow>
          <ActionButton
            confirm={{
              title: t(`${K}:team:addTitle`),
              text: t(`${K}:team:addText`),
              confirmLabel: t(`${K}:team:addConfirm`),
              cancelLabel: t(`${K}:action:cancel`),
              fields: [
                {
                  name: 'person',
                  label: t(`${K}:team:person`),
                  type: 'select',
                  required: true,
                  empty: t(`${K}:report:choose`),
                  options: free.map(({ ref, name }) => ({ value: ref, label: name })),
                },
              ],
            }}
            done={t(`${K}:team:added`)}
            label={t(`${K}:team:add`)}
            path={`/governance/incidents/${found.id}/assign`}
            secondary
          />
        </ButtonRow>
      ) : null}
    </section>
  )
}
