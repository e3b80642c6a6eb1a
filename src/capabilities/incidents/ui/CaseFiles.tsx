import { formatAdminURL } from 'payload/shared'

import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { List, ListItem } from '../../../platform/ui/parts.js'
import type { CasePage } from '../reads.js'
import { sizeOf } from './age.js'
import { FileForm } from './FileForm.js'

const K = 'governance:incidents'

/** Files of the case. They are saved, never shown: whatever is in one, this page does not run it. */
export const CaseFiles = ({ context, page }: { context: ViewContext; page: CasePage }) => {
  const { t, when, payload } = context
  const { case: found, files } = page
  if (found.mergedInto !== null && files.length === 0) return null
  const { routes, serverURL } = payload.config
  const address = (key: string): string =>
    formatAdminURL({
      apiRoute: routes.api,
      path: `/governance/incidents/${found.id}/evidence/${key}`,
      serverURL,
    })
  return (
    <section aria-labelledby="case-files">
      <h2 id="case-files">{t(`${K}:files:title`)}</h2>
      {files.length === 0 ? <p>{t(`${K}:files:empty`)}</p> : null}
      <List>
        {files.map(({ key, name, size, at, byName }) => {
          const { unit, count } = sizeOf(size)
          return (
            <ListItem
              key={key}
              meta={t(`${K}:files:meta`, {
                size: t(`${K}:files:${unit}`, { count }),
                name: byName,
                at: when(at),
              })}
            >
              <a download href={address(key)}>
                {name}
              </a>
            </ListItem>
          )
        })}
      </List>
      {found.state === 'closed' || found.mergedInto !== null ? null : (
        <FileForm
          path={`/governance/incidents/${found.id}/evidence`}
          texts={{
            choose: t(`${K}:files:choose`),
            help: t(`${K}:files:help`, { max: page.maxMegabytes }),
            send: t(`${K}:files:send`),
            added: t(`${K}:files:added`),
          }}
        />
      )}
    </section>
  )
}
