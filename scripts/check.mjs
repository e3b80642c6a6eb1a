/** Everything about the source that can be checked without running it; two at a time, for two cores. */
import { CommandFailed, main, run, step } from './steps.mjs'

const npx = (command) => () => run('npx', ['--no-install', ...command.split(' ')], { quiet: true })
const incremental = (name) => `--incremental --tsBuildInfoFile .cache/check-${name}.tsbuildinfo`

/** Fails also when nothing was read: a version that does not know this TypeScript finds no violations. */
async function dependencyRules() {
  const said = await npx('depcruise --config .dependency-cruiser.cjs --output-type err-long src')()
  const modules = Number(/(\d+) modules/.exec(said)?.[1] ?? 0)
  if (modules < 20) throw new CommandFailed(`dependency-cruiser read only ${modules} modules`)
}

const lanes = [
  [
    ['types', npx(`tsc -p tsconfig.json ${incremental('all')}`)],
    // Declarations are made only here: an inferred type that cannot be named breaks the package, not the tests.
    ['types of the package', npx(`tsc -p tsconfig.build.json --noEmit ${incremental('package')}`)],
    ['dependency rules', dependencyRules],
    ['format', npx('prettier --check --log-level warn --cache --cache-location .cache/prettier .')],
  ],
  [
    ['lint', npx('eslint --cache --cache-location .cache/eslint/ --max-warnings 0 .')],
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
