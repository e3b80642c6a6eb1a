/**
 * `npm run bench -- NAME [--small]`: runs test/bench/NAME.bench.ts, which exports `bench({ small }):
 * Promise<{ rows: object[], summary: object }>`. What is compared is measured in the same run. Prints a
 * table for people and, as the last line, one JSON object. The databases come from test/helpers.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { CommandFailed, main, root } from './steps.mjs'

const directory = join(root, 'test/bench')

main(async () => {
  const [name] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
  const small = process.argv.includes('--small')
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.bench.ts'))
    .map((entry) => entry.name.slice(0, -'.bench.ts'.length))
  if (!name || !names.includes(name)) {
    const said = name
      ? `There is no benchmark "${name}".`
      : 'Name a benchmark: npm run bench -- NAME [--small].'
    throw new CommandFailed(`${said} There are: ${names.join(', ') || 'none yet'}.`)
  }
  process.env.PAYLOAD_FORCE_DRIZZLE_PUSH = 'true'
  // Importing the Lexical editor cold sometimes ends Node 20 without a word; this avoids it.
  await import('lexical')
  const { startServers } = await import('../test/helpers/servers.js')
  const servers = await startServers()
  try {
    const began = Date.now()
    const { bench } = await import(pathToFileURL(join(directory, `${name}.bench.ts`)).href)
    const { rows, summary } = await bench({ small })
    console.table(rows)
    const seconds = Number(((Date.now() - began) / 1000).toFixed(1))
    console.log(JSON.stringify({ bench: name, small, seconds, ...summary, rows }))
  } finally {
    await servers.stop()
  }
  process.exit(0)
})
