/** Everything about the source that can be checked without running it; two at a time, for two cores. */
import { main, run, step, CommandFailed } from './steps.mjs'

const npx =
  (...args) =>
  () =>
    run('npx', ['--no-install', ...args], { quiet: true })
const cache = '.cache'

/** Fails also when nothing was read: a version that does not know this TypeScript finds no violations. */
async function dependencyRules() {
  const said = await npx(
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err-long',
    'src',
  )()
  const modules = Number(/(\d+) modules/.exec(said)?.[1] ?? 0)
  if (modules < 20) throw new CommandFailed(`dependency-cruiser read only ${modules} modules`)
}

const lanes = [
  [
    [
      'types',
      npx('tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${cache}/check.tsbuildinfo`),
    ],
    ['dependency rules', dependencyRules],
    [
      'format',
      npx(
        'prettier',
        '--check',
        '--log-level',
        'warn',
        '--cache',
        '--cache-location',
        `${cache}/prettier`,
        '.',
      ),
    ],
  ],
  [
    ['lint', npx('eslint', '--cache', '--cache-location', `${cache}/eslint/`, '--max-warnings', '0', '.')],
    [
      'import map and generated types are fresh',
      () => run(process.execPath, ['scripts/generate.mjs', '--check'], { quiet: true }),
    ],
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
