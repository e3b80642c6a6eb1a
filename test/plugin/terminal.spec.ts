import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { getPayload, type Payload, type SanitizedConfig } from 'payload'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { compareAndSet } from '../../src/platform/db.js'
import { governanceTick } from '../../src/index.js'
import { type Compiled, compiled } from '../helpers/compiled.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const fixture = 'test/plugin/fixtures/site.config.ts'
const directory = mkdtempSync(join(tmpdir(), 'gov-terminal-'))
const database = `file:${join(directory, 'site.db')}`

interface Answer {
  code: number
  said: string
}
const config = async (): Promise<SanitizedConfig> => (await import('./fixtures/site.config.js')).default

let javascript: Compiled

/** Runs `payload governance:…` as a person would, in a process of its own and without a terminal to ask in. */
const payloadCommand = (...words: string[]): Promise<Answer> => payloadCommandWith({}, ...words)

const payloadCommandWith = (env: Record<string, string>, ...words: string[]): Promise<Answer> =>
  run({ PAYLOAD_CONFIG_PATH: javascript.of(fixture), ...env }, [...words, '--disable-transpile'])

/** The same with the configuration in TypeScript, which Payload translates itself: that takes seconds. */
const payloadCommandInTypeScript = (...words: string[]): Promise<Answer> =>
  run({ PAYLOAD_CONFIG_PATH: fixture }, words)

const run = (env: Record<string, string>, words: string[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/payload/bin.js', ...words], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', LC_ALL: 'C.UTF-8', SITE_DATABASE: database, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      // On Node 20 a command of Payload now and then ends before it has begun, while the modules of the editor load.
      // It has said nothing then, and did nothing.
      if (code === 0 && said === '') resolve(run(env, words))
      else resolve({ code: code ?? -1, said })
    })
  })

/** The same without a process of its own, which takes seconds: what `payload` loads, with its words. */
const command = async (
  name: 'doctor' | 'ledger' | 'retention' | 'setup',
  ...words: string[]
): Promise<Answer> => {
  const { script } = (await import(`../../src/bin/${name}.ts`)) as {
    script: (config: SanitizedConfig) => Promise<void>
  }
  const lines: string[] = []
  const say = (...parts: unknown[]): void => void lines.push(parts.join(' '))
  vi.spyOn(console, 'log').mockImplementation(say)
  vi.spyOn(console, 'error').mockImplementation(say)
  let code = -1
  vi.spyOn(process, 'exit').mockImplementation((given) => {
    code = Number(given)
    return undefined as never
  })
  // A process of its own would find no instance; here the one that an earlier command closed would be found.
  ;(globalThis as unknown as { _payload?: Map<string, unknown> })._payload?.clear()
  const argv = process.argv
  process.argv = ['node', 'payload', `governance:${name}`, ...words]
  try {
    await script(await config())
    return { code, said: lines.join('\n') }
  } finally {
    process.argv = argv
    vi.restoreAllMocks()
  }
}

describe('the commands in a terminal (sqlite)', () => {
  const open = async (work: (payload: Payload) => Promise<void>): Promise<void> => {
    const payload = await getPayload({ config: await config(), key: String(Math.random()) })
    await work(payload)
    await payload.destroy()
  }
  beforeAll(async () => {
    javascript = await compiled()
    vi.stubEnv('SITE_DATABASE', database)
    vi.stubEnv('LC_ALL', 'C.UTF-8')
    await open(async (payload) => {
      for (const name of ['ann', 'ben']) {
        const data = {
          email: `${name}@test.example`,
          password: 'a-long-enough-password',
          name,
          governanceRoles: ['communications'],
        }
        await payload.create({ collection: 'users', data: data as never })
      }
    })
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    javascript?.remove()
    rmSync(directory, { recursive: true, force: true })
  })

  it('doctor names who is missing and what to do next, and ends with 1', async () => {
    const { code, said } = await payloadCommandInTypeScript('governance:doctor')
    expect(said).toContain('Nobody is Assistant Executive Director.')
    expect(said).toContain('payload governance:setup')
    expect(code).toBe(1)
  })

  it('says in one sentence, without SQL, that migrations have not run, in the language of the terminal', async () => {
    const empty = { SITE_DATABASE: `file:${join(directory, 'empty.db')}`, PAYLOAD_FORCE_DRIZZLE_PUSH: '' }
    for (const [words, language, start] of [
      [['governance:doctor'], 'C.UTF-8', 'The database does not have all tables'],
      [
        ['governance:setup', '--yes', '--aed', 'ann@test.example'],
        'fr_CA.UTF-8',
        'La base de données n’a pas',
      ],
      [['governance:ledger', 'verify'], 'C.UTF-8', 'The database does not have all tables'],
    ] as const) {
      const { code, said } = await payloadCommandWith({ ...empty, LC_ALL: language }, ...words)
      expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining(start) })
      expect(said.trim().split('\n')).toHaveLength(1)
      expect(said).toContain('npx payload migrate')
    }
  })

  it('doctor lists the fields that were added, and what SQLite needs, also where nothing is missing', async () => {
    const { said } = await command('doctor')
    expect(said).toContain('Fields of "users": governanceRoles, governanceLanguage')
    expect(said).toContain('`autoIncrement: true`')
    expect(said).toContain('`busyTimeout: 5000`')
  })

  it('retention says what would go and whether certificates verify, and explains itself otherwise', async () => {
    const plan = await payloadCommand('governance:retention', 'plan')
    expect(plan).toMatchObject({ code: 0, said: expect.stringContaining('No collection is governed.') })
    const verified = await command('retention', 'verify')
    expect(verified).toMatchObject({ code: 0, said: expect.stringContaining('0 certificates verify') })
    const unknown = await command('retention', 'verify', 'NONE-HERE')
    expect(unknown).toMatchObject({ code: 1, said: expect.stringContaining('NONE-HERE is MISSING') })
    for (const words of [[], ['delete'], ['tombstones']])
      expect(await command('retention', ...words)).toMatchObject({
        code: 1,
        said: expect.stringContaining('Usage: payload governance:retention plan'),
      })
  })

  it('set-up refuses an address that no account has, with the list of accounts, and ends with 1', async () => {
    const { code, said } = await command('setup', '--aed', 'nobody@test.example', '--yes')
    expect(said).toContain('No account has the address "nobody@test.example"')
    expect(said).toContain('ann@test.example')
    expect(said).not.toMatch(/\n\s+at /)
    expect(code).toBe(1)
  })

  it('set-up without arguments and without a terminal explains itself and ends with 1', async () => {
    const { code, said } = await command('setup')
    expect(said).toContain('Usage: payload governance:setup')
    expect(code).toBe(1)
    expect((await command('setup', '--boss', 'x')).code).toBe(1)
  })

  it('set-up names the people and the organization, and the doctor is content', async () => {
    const names = [
      '--aed',
      'ann@test.example',
      '--ed',
      'ben@test.example',
      '--approver',
      'ben@test.example',
      '--privacy',
      'ann@test.example',
    ]
    const set = await payloadCommand(
      'governance:setup',
      ...names,
      '--name-en',
      'Lakeshore',
      '--name-fr',
      'Lakeshore',
      '--yes',
    )
    expect(set.said).toContain('Saved.')
    expect(set.code).toBe(0)
    const { code, said } = await command('doctor')
    expect(said).toMatch(/MISSING\n {2}Nothing\./)
    expect(code).toBe(0)
  })

  it('speaks French with --lang fr, and where the terminal does', async () => {
    vi.stubEnv('LC_ALL', '')
    vi.stubEnv('LANG', 'fr_CA.UTF-8')
    const inFrench = await command('doctor')
    expect(inFrench.said).toMatch(/CE QUI MANQUE\n {2}Rien\./)
    expect(inFrench.said).not.toMatch(/governance:terminal|MISSING|Nothing|calendar|sealed|configured/)
    expect((await command('doctor', '--lang', 'en')).said).toContain('MISSING')
    expect((await command('setup')).said).toContain('Emploi\u00a0: payload governance:setup')
    vi.stubEnv('LANG', 'en_CA.UTF-8')
    expect((await command('setup', '--boss', 'x', '--lang', 'fr')).said).toContain('ne sont pas compris')
    expect((await command('setup', '--aed', 'n@test.example', '--lang=fr')).said).toContain(
      'Aucun compte n’a l’adresse',
    )
    expect((await command('ledger', 'verify', '--lang', 'fr')).said).toContain('Le registre est intact')
    expect(await command('doctor', '--lang', 'de')).toMatchObject({
      code: 1,
      said: '--lang is "en" or "fr".',
    })
    vi.stubEnv('LC_ALL', 'C.UTF-8')
  })

  it('ledger verify ends with 0, and with 1 after somebody edited an entry in the database', async () => {
    await open(async (payload) => {
      await governanceTick(payload, { force: true, only: ['ledger-seal'] })
    })
    expect(await command('ledger', 'verify')).toMatchObject({
      code: 0,
      said: expect.stringContaining('verifies'),
    })
    await open(async (payload) => {
      await compareAndSet({ payload }, 'gov-ledger', { sequence: { equals: 1 } }, { subject: 'users:999' })
    })
    const { code, said } = await command('ledger', 'verify')
    expect(said).toContain('DOES NOT VERIFY')
    expect(code).toBe(1)
  })
})
