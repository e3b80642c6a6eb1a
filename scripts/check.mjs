/** Everything about the source that can be checked without running it. Two at a time, since two cores are usual. */
import { main, run, step, CommandFailed } from './steps.mjs'

const npx = (...args) => () => run('npx', ['--no-install', ...args], { quiet: true })
const cache = '.cache'

const lanes = [
  [
    ['types', npx('tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${cache}/check.tsbuildinfo`)],
    ['dependency rules', npx('depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'src')],
  ],
  [
    ['lint', npx('eslint', '--cache', '--cache-location', `${cache}/eslint/`, '--max-warnings', '0', '.')],
    ['import map and generated types are fresh', () => run(process.execPath, ['scripts/generate.mjs', '--check'], { quiet: true })],
  ],
]

main(async () => {
  let failed = 0
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [name, work] of lane) await step(name, work).catch(() => failed++)
    }),
  )
  if (failed) throw new CommandFailed(`${failed} of ${lanes.flat().length} checks failed`)
})
