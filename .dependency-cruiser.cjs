/** What may import what. test/architecture/rules.spec.ts proves that each rule fires. */
const PURE = `(${require('./scripts/pureModules.cjs').join('|')})\\.ts$`
const CAPABILITY = '^src/capabilities/([^/]+)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: '1-no-cycles-even-type-only',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: '2-kernel-is-the-floor',
      comment: 'The kernel knows no Payload. Only what reckons days and hours may use the calendar library.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '^src/kernel/(calendar|officeHours)\\.ts$' },
      to: { pathNot: ['^src/kernel/', '^(node:)?crypto$'] },
    },
    {
      name: '2b-calendar-uses-luxon',
      severity: 'error',
      from: { path: '^src/kernel/(calendar|officeHours)\\.ts$' },
      to: { pathNot: ['^src/kernel/', 'node_modules/(@types/)?luxon/'] },
    },
    {
      name: '3-domain-is-pure',
      severity: 'error',
      from: {
        path: CAPABILITY + PURE,
      },
      to: {
        pathNot: ['^src/kernel/', `^src/capabilities/$1/${PURE}`],
      },
    },
    {
      name: '3b-options-are-data',
      severity: 'error',
      from: { path: CAPABILITY + 'options\\.ts$' },
      to: {
        pathNot: [
          '^src/kernel/',
          '^src/capabilities/$1/(domain|drill|definition|delegation|collectedFields|lawClocks|lifecycle|terms|promises|recipients|record|events|stepOptions|socialOptions|mediaOptions|safetyOptions|keptOptions|spanOptions|triage/options|triage/rules)\\.ts$',
          'node_modules/payload/',
        ],
      },
    },
    {
      name: '3c-options-use-payload-types-only',
      severity: 'error',
      from: { path: CAPABILITY + 'options\\.ts$' },
      to: { path: 'node_modules/payload/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: '4-capabilities-do-not-know-each-other',
      comment: 'What one needs of another is a port in kernel/ports.ts, handed over by the plugin.',
      severity: 'error',
      from: { path: CAPABILITY },
      to: { path: '^src/capabilities/', pathNot: '^src/capabilities/$1/' },
    },
    {
      name: '5a-enter-a-capability-by-its-door',
      severity: 'error',
      from: { pathNot: ['^src/capabilities/', '^src/exports/', '^test/'] },
      to: { path: '^src/capabilities/', pathNot: '^src/capabilities/[^/]+/(index|options)\\.ts$' },
    },
    {
      name: '5b-only-the-registry-opens-doors',
      severity: 'error',
      from: { pathNot: '^src/capabilities\\.ts$' },
      to: { path: '^src/capabilities/[^/]+/index\\.ts$' },
    },
    {
      name: '6-shell-is-above-everything',
      severity: 'error',
      from: { path: '^src/(kernel|platform|capabilities/)' },
      to: { path: ['^src/(plugin|options|capabilities|index)\\.ts$', '^src/exports/'] },
    },
    {
      name: '6b-platform-knows-no-capability',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/capabilities/' },
    },
    {
      name: '7-browser-code-imports-no-server-file',
      comment: 'A type is erased before the browser sees it; everything else would be sent there.',
      severity: 'error',
      from: { path: '/ui/' },
      to: {
        path: ['^src/platform/(?!ui/)', '/(store|gate|endpoints|jobs|collections|index)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: '8a-src-never-sees-dev-or-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(dev|test)/' },
    },
    {
      name: '8b-nobody-imports-exports',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/exports/' },
    },
    {
      name: '8c-declared-dependencies-only',
      comment: 'Peers are named in package.json twice, as a peer and for development: that is declared.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined', 'npm-dev'],
        dependencyTypesNot: ['npm-peer', 'type-only'],
      },
    },
    {
      name: '8d-resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}
