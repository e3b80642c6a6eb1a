/**
 * Generates the demo's import map and types. With `--check` it changes nothing and fails when either is
 * stale: a component that is missing from the import map does not render and says so only in the log.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CommandFailed, main, root, run } from './steps.mjs'

const check = process.argv.includes('--check')
const files = ['dev/app/(payload)/admin/importMap.js', 'dev/payload-types.ts']

main(async () => {
  if (!existsSync(join(root, 'dev/payload.config.ts'))) {
    console.log('There is no demo configuration yet: nothing to generate.')
    return
  }
  const read = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined)
  const before = new Map(files.map((file) => [file, read(file)]))
  await run(process.execPath, ['--import', './dev/start/register.mjs', 'scripts/generate/run.ts'], {
    env: { NODE_ENV: 'development', ROOT_DIR: join(root, 'dev') },
    quiet: check,
    timeout: 120_000,
  })
  if (!check) return
  const stale = files.filter((file) => read(file) !== before.get(file))
  for (const file of stale)
    if (before.get(file) !== undefined) writeFileSync(join(root, file), before.get(file))
  if (stale.length)
    throw new CommandFailed(`Stale: ${stale.join(', ')}. Run "npm run generate" and commit the result.`)
})
