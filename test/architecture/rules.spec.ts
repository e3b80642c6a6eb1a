import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { ESLint } from 'eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** One file per broken rule, in a tree that otherwise has what the rules speak of. */
const TREE: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'stub',
    type: 'module',
    dependencies: { luxon: '*' },
    devDependencies: { payload: '*', vitest: '*' },
    peerDependencies: { payload: '*' },
  }),
  'src/index.ts': "export { plugin } from './plugin.js'\n",
  'src/plugin.ts': "import { doors } from './capabilities.js'\nexport const plugin = doors\n",
  'src/options.ts': 'export const options = 1\n',
  'src/exports/client.ts': 'export const client = 1\n',
  'src/capabilities.ts': "import { a } from './capabilities/a/index.js'\nexport const doors = [a]\n",
  'src/kernel/errors.ts': 'export class Refusal extends Error {}\n',
  'src/kernel/calendar.ts': "import { DateTime } from 'luxon'\nexport const now = DateTime\n",
  'src/platform/unit.ts': 'export const unit = 1\n',
  'src/capabilities/a/index.ts': "import { rule } from './domain.js'\nexport const a = rule\n",
  'src/capabilities/a/domain.ts':
    "import { Refusal } from '../../kernel/errors.js'\nexport const rule = Refusal\n",
  'src/capabilities/a/options.ts': "import type { Config } from 'payload'\nexport type Options = Config\n",
  'src/capabilities/a/store.ts': "import { unit } from '../../platform/unit.js'\nexport const store = unit\n",
  'src/capabilities/a/ui/types.ts':
    "import type { store } from '../store.js'\nexport type Store = typeof store\n",
  'src/capabilities/b/index.ts': 'export const b = 1\n',
  'src/capabilities/b/domain.ts': 'export const other = 1\n',
  'test/helper.ts': 'export const helper = 1\n',
}

const BROKEN: Record<string, [file: string, text: string]> = {
  '1-no-cycles-even-type-only': [
    'src/kernel/ring.ts',
    "import type { Ring } from './ring2.js'\nexport type Other = Ring\n",
  ],
  '2-kernel-is-the-floor': [
    'src/kernel/reads.ts',
    "import { readFileSync } from 'node:fs'\nexport const r = readFileSync\n",
  ],
  '2b-calendar-uses-luxon': [
    'src/kernel/calendar.ts',
    "import { join } from 'node:path'\nexport const now = join\n",
  ],
  '3-domain-is-pure': [
    'src/capabilities/a/events.ts',
    "import { unit } from '../../platform/unit.js'\nexport const e = unit\n",
  ],
  '3b-options-are-data': [
    'src/capabilities/c/options.ts',
    "import { unit } from '../../platform/unit.js'\nexport const o = unit\n",
  ],
  '3c-options-use-payload-types-only': [
    'src/capabilities/d/options.ts',
    "import { buildConfig } from 'payload'\nexport const o = buildConfig\n",
  ],
  '4-capabilities-do-not-know-each-other': [
    'src/capabilities/a/gate.ts',
    "import { other } from '../b/domain.js'\nexport const g = other\n",
  ],
  '5a-enter-a-capability-by-its-door': [
    'src/shortcut.ts',
    "import { store } from './capabilities/a/store.js'\nexport const s = store\n",
  ],
  '5b-only-the-registry-opens-doors': [
    'src/second.ts',
    "import { b } from './capabilities/b/index.js'\nexport const s = b\n",
  ],
  '6-shell-is-above-everything': [
    'src/platform/up.ts',
    "import { options } from '../options.js'\nexport const u = options\n",
  ],
  '6b-platform-knows-no-capability': [
    'src/platform/knows.ts',
    "import { other } from '../capabilities/b/domain.js'\nexport const k = other\n",
  ],
  '7-browser-code-imports-no-server-file': [
    'src/capabilities/a/ui/button.ts',
    "import { store } from '../store.js'\nexport const b = store\n",
  ],
  '8a-src-never-sees-dev-or-test': [
    'src/kernel/tested.ts',
    "import { helper } from '../../test/helper.js'\nexport const t = helper\n",
  ],
  '8b-nobody-imports-exports': [
    'src/circle.ts',
    "import { client } from './exports/client.js'\nexport const c = client\n",
  ],
  '8c-declared-dependencies-only': [
    'src/platform/dev.ts',
    "import { describe } from 'vitest'\nexport const d = describe\n",
  ],
  '8d-resolvable': ['src/platform/nowhere.ts', "import { x } from './not-there.js'\nexport const n = x\n"],
}

type Violation = { from: string; rule: { name: string } }

describe('The dependency rules', () => {
  const directory = mkdtempSync(join(tmpdir(), 'governance-rules-'))
  let violations: Violation[] = []
  let clean: Violation[] = []

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
  const cruise = (): Promise<Violation[]> =>
    new Promise((resolve, reject) => {
      const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
      const args = [bin, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src']
      // It ends with the number of violations.
      execFile(process.execPath, args, { cwd: directory, maxBuffer: 1e8 }, (error, stdout, stderr) => {
        if (!stdout.startsWith('{')) return reject(error ?? new Error(stderr))
        resolve((JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations)
      })
    })

  beforeAll(async () => {
    cpSync(join(root, '.dependency-cruiser.cjs'), join(directory, '.dependency-cruiser.cjs'))
    cpSync(join(root, 'scripts/pureModules.cjs'), join(directory, 'scripts/pureModules.cjs'))
    cpSync(join(root, 'tsconfig.json'), join(directory, 'tsconfig.json'))
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'))
    for (const [file, text] of Object.entries(TREE)) write(file, text)
    clean = await cruise()
    for (const [file, text] of Object.values(BROKEN)) write(file, text)
    write('src/kernel/ring2.ts', "import type { Other } from './ring.js'\nexport type Ring = Other\n")
    violations = await cruise()
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  it('say nothing about a tree that keeps them', () => {
    expect(clean.map(({ from, rule }) => `${rule.name}: ${from}`)).toEqual([])
  })

  it.each(Object.entries(BROKEN))('refuse what %s forbids', (rule, [file]) => {
    expect(violations.filter((found) => found.rule.name === rule).map(({ from }) => from)).toContain(file)
  })

  it('are all proved here', async () => {
    const { default: config } = (await import(join(root, '.dependency-cruiser.cjs'))) as {
      default: { forbidden: { name: string }[] }
    }
    expect(Object.keys(BROKEN).sort()).toEqual(config.forbidden.map(({ name }) => name).sort())
  })
})

describe('The lint rules', () => {
  const untyped = ['no-floating-promises', 'no-misused-promises', 'await-thenable']
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: {
      // These files are not there, so there are no types to ask for.
      languageOptions: { parserOptions: { projectService: false } },
      rules: Object.fromEntries(untyped.map((name) => [`ts/${name}`, 'off'])),
    },
  })
  const complaints = async (file: string, text: string): Promise<string[]> => {
    const [result] = await eslint.lintText(`${text}\n`, { filePath: join(root, file) })
    return result?.messages.map(({ message }) => message) ?? []
  }
  const body = (line: string): string => `export const work = async (req, payload) => {\n  ${line}\n}`

  it.each([
    [
      'src/capabilities/a/endpoints.ts',
      "await req.payload.find({ collection: 'a', req })",
      'talks to the Local API',
    ],
    [
      'src/capabilities/a/gate.ts',
      "await payload.update({ collection: 'a', req })",
      'talks to the Local API',
    ],
    ['src/capabilities/a/jobs.ts', 'await req.payload.db.updateOne({ req })', 'touches payload.db'],
    ['src/capabilities/a/jobs.ts', 'await payload.db.updateOne({ req })', 'touches payload.db'],
    ['src/capabilities/a/store.ts', "await req.payload.find({ collection: 'a' })", 'leaves the transaction'],
    ['src/capabilities/a/domain.ts', 'return Date.now()', 'Take `now` as an argument'],
    ['src/kernel/calendar.ts', 'return new Date()', 'Take `now` as an argument'],
    ['src/capabilities/a/domain.ts', 'return Math.random()', 'Take ids from ports'],
    ['src/kernel/errors.ts', 'return process.env.HOME', 'come in through the sanitizers'],
    ['src/capabilities/a/domain.ts', 'await payload', 'Domain code is synchronous'],
    ['src/capabilities/a/gate.ts', 'console.log(payload, req)', 'Unexpected console statement'],
    ['src/capabilities/a/ui/View.tsx', 'return <p dangerouslySetInnerHTML={req} />', 'rendered as markup'],
    ['src/platform/html.ts', 'const value: any = req\n  return value', 'Unexpected any'],
  ])('refuse in %s: %s', async (file, line, complaint) => {
    expect(await complaints(file, body(line))).toContainEqual(expect.stringContaining(complaint))
  })

  it.each([
    ['src/capabilities/a/gate.ts', 'let last = 0\nexport const next = () => (last += 1)'],
    ['src/platform/memory.ts', 'export const known = new Map()'],
    ['src/capabilities/a/store.ts', 'const rows = new WeakMap()\nexport const of = (row) => rows.get(row)'],
    ['src/capabilities/a/domain.ts', 'export let count = 0'],
  ])('refuse state in the module %s: %s', async (file, text) => {
    expect(await complaints(file, text)).toContainEqual(expect.stringContaining('No state in a module'))
  })

  it.each([
    ['src/capabilities/a/store.ts', "return req.payload.find({ collection: 'a', req })"],
    ['src/capabilities/a/domain.ts', 'return new Date(payload)'],
    ['src/platform/tick.ts', 'return payload.db.updateOne({ req })'],
  ])('allow in %s: %s', async (file, line) => {
    expect((await complaints(file, body(line))).filter((message) => !/unused/.test(message))).toEqual([])
  })
})
