import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, List, ListItem } from '../../../platform/ui/parts.js'
import type { CasePage } from '../reads.js'

const K = 'governance:incidents'

/** Records that belong to the case, and whether they are kept from deletion while it is open. */
export const CaseRecords = ({ context, page }: { context: ViewContext; page: CasePage }) => {
  const { t, href, when } = context
  const { case: found, records, kept, mayKeep } = page
  if (!mayKeep && records.length === 0 && !kept) return null
  const path = `/governance/incidents/${found.id}`
  const cancelLabel = t(`${K}:action:cancel`)
  const why = (label: string) =>
    ({ name: 'why', label, type: 'textarea', required: true, maxLength: 2000 }) as const
  return (
    <section aria-labelledby="case-records">
      <h2 id="case-records">{t(`${K}:keep:title`)}</h2>
      {records.length === 0 ? <p>{t(`${K}:keep:empty`)}</p> : null}
      <List>
        {records.map(({ ref, name, path: page }) => (
          <ListItem
            actions={
              mayKeep ? (
                <ActionButton
                  body={{ record: ref }}
                  done={t(`${K}:keep:removed`)}
                  label={t(`${K}:keep:remove`)}
                  path={`${path}/records/remove`}
                  secondary
                />
              ) : undefined
            }
            key={ref}
          >
            {page ? <a href={href(page)}>{name}</a> : name}
          </ListItem>
        ))}
      </List>
      {kept ? (
        <p>
          {t(`${K}:keep:${kept.byName ? 'keptBy' : 'keptSince'}`, {
            name: kept.byName,
            when: when(kept.placedAt, false),
          })}{' '}
          {kept.why}
        </p>
      ) : null}
      {mayKeep ? (
        <ButtonRow>
          <ActionButton
            confirm={{
              title: t(`${K}:keep:addTitle`),
              text: t(`${K}:keep:addText`),
              confirmLabel: t(`${K}:keep:add`),
              cancelLabel,
              fields: [
                {
                  name: 'record',
                  label: t(`${K}:keep:record`),
                  type: 'text',
                  required: true,
                  maxLength: 500,
                },
              ],
            }}
            done={t(`${K}:keep:added`)}
            label={t(`${K}:keep:add`)}
            path={`${path}/records`}
            secondary
          />
          {kept ? (
            <ActionButton
              confirm={{
                title: t(`${K}:keep:endTitle`),
                text: t(`${K}:keep:endText`),
                confirmLabel: t(`${K}:keep:end`),
                cancelLabel,
                fields: [why(t(`${K}:keep:endWhy`))],
              }}
              done={t(`${K}:keep:ended`)}
              label={t(`${K}:keep:end`)}
              path={`${path}/keep/release`}
              secondary
            />
          ) : (
            <ActionButton
              confirm={{
                title: t(`${K}:keep:startTitle`),
                text: t(`${K}:keep:startText`),
                confirmLabel: t(`${K}:keep:start`),
                cancelLabel,
                fields: [why(t(`${K}:keep:startWhy`))],
              }}
              done={t(`${K}:keep:started`)}
              label={t(`${K}:keep:start`)}
              path={`${path}/keep`}
              secondary
            />
          )}
        </ButtonRow>
      ) : null}
    </section>
  )
}
