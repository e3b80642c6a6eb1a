// Brings the demo's database to its schema and, when it is empty, fills it. Started by scripts/dev.mjs
// before Next, with NODE_ENV=development: the SQL adapters push their schema only then.
import './preparing.js'

import { DatabaseUnusable } from '../databases.js'
import { environment } from '../environment.js'
import { probeDatabase } from './probe.js'

const prepare = async (): Promise<void> => {
  await probeDatabase(environment.databaseURI)
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ getPayload }, { governanceTick }, { default: config }, { seed }] = await Promise.all([
    import('payload'),
    import('payload-plugin-governance'),
    import('../payload.config.js'),
    import('../seed.js'),
  ])
  const payload = await getPayload({ config })
  const { seeded } = await seed(payload)
  // The seed's mails leave now, so that the mail page shows them from the start. Only here: this process does not tick
  // by itself, since one that is stopped in the middle would hold the lease of the mails for a minute.
  if (seeded) await governanceTick(payload, { force: true })
  console.log(seeded ? 'The demo organization is in place.' : 'The demo organization was there already.')
  await payload.destroy()
}

prepare().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof DatabaseUnusable) console.error(error.message)
    else console.error(error)
    process.exit(1)
  },
)
