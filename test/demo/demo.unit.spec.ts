import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import nodemailer from 'nodemailer'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { databaseKind, withoutCredentials } from '../../dev/databases.js'
import { startMailCatcher } from '../../dev/mail/catcher.mjs'
import { richText } from '../../dev/seed/richText.js'
import { preferredLocale } from '../../dev/site/locales.js'
import { strings } from '../../dev/site/strings.js'
import { tidyFrench } from '../../dev/site/typography.js'
import { probeDatabase } from '../../dev/start/probe.js'

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'governance-demo-'))
afterAll(() => fs.rmSync(directory, { force: true, recursive: true }))

const sentenceOf = async (uri: string): Promise<string> => {
  const error: unknown = await probeDatabase(uri).then(
    () => undefined,
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(Error)
  return (error as Error).message
}

describe('A DATABASE_URI that cannot be used', () => {
  it('is answered with one sentence that names the three kinds of address when it is none of them', async () => {
    const sentence = await sentenceOf('mysql://root:hunter2@localhost/x')
    expect(sentence).toMatch(/^DATABASE_URI "mysql:\/\/localhost\/x" is not an address this demo knows/)
    expect(sentence).toMatch(/file:.*postgres:.*mongodb:/)
  })

  it.each([
    ['Postgres', 'postgres://me:hunter2@127.0.0.1:1/demo', 'postgres://127.0.0.1:1/demo'],
    ['MongoDB', 'mongodb://me:hunter2@127.0.0.1:1/demo', 'mongodb://127.0.0.1:1/demo'],
  ])('is named without its password when no %s listens there', async (_, uri, shown) => {
    const sentence = await sentenceOf(uri)
    expect(sentence).toContain(`The database at ${shown} (DATABASE_URI) cannot be used: `)
    expect(sentence).not.toContain('hunter2')
    expect(sentence).not.toContain('\n')
  })

  it('is refused when the file holds something else, and that file is left as it was', async () => {
    const file = path.join(directory, 'letter.txt')
    fs.writeFileSync(file, 'Dear colleagues, this is no database.')
    expect(await sentenceOf(`file:${file}`)).toContain('the file is not an SQLite database')
    expect(fs.readFileSync(file, 'utf8')).toBe('Dear colleagues, this is no database.')
  })

  it('is none when the file is new, also in a folder that is not there yet', async () => {
    await probeDatabase(`file:${path.join(directory, 'new', 'demo.db')}`)
    expect(fs.existsSync(path.join(directory, 'new'))).toBe(true)
  })
})

describe('A database address', () => {
  it('names its database by the scheme', () => {
    expect(databaseKind('file:./a.db')).toBe('sqlite')
    expect(databaseKind('postgresql://h/d')).toBe('postgres')
    expect(databaseKind('mongodb+srv://h/d')).toBe('mongodb')
  })

  it('is shown without user, password and options', () => {
    expect(withoutCredentials('postgres://a:b%40c@h:5432/d?sslmode=require')).toBe('postgres://h:5432/d')
  })
})

describe('The demo clock', () => {
  const clock = async (demo: boolean) => {
    vi.resetModules()
    vi.stubEnv('DEMO_DIR', directory)
    vi.stubEnv('GOVERNANCE_DEMO', demo ? '1' : '')
    return import('../../dev/clock.js')
  }
  beforeEach(() => fs.rmSync(path.join(directory, 'clock.json'), { force: true }))

  it('moves by hours and days, for every process that reads the same folder, and back to real time', async () => {
    const { moveClock } = await clock(true)
    moveClock('1h')
    moveClock('1d')
    const { demoNow, clockIsMoved } = await clock(true)
    expect(Math.round((demoNow().getTime() - Date.now()) / 60_000)).toBe(25 * 60)
    expect(clockIsMoved()).toBe(true)
    moveClock('reset')
    expect(Math.abs(demoNow().getTime() - Date.now())).toBeLessThan(1000)
    expect(clockIsMoved()).toBe(false)
  })

  it('moves by calendar months, not by ninety days', async () => {
    vi.useFakeTimers({ now: new Date('2026-08-15T16:00:00.000Z') })
    try {
      const { moveClock } = await clock(true)
      // 92 days on, and noon in Ontario as before, though the clocks there have changed.
      expect(moveClock('3mo').toISOString()).toBe('2026-11-15T17:00:00.000Z')
    } finally {
      vi.useRealTimers()
    }
  })

  it('is real time outside the demo, whatever the file says', async () => {
    const { moveClock } = await clock(true)
    moveClock('1d')
    const { demoNow } = await clock(false)
    expect(Math.abs(demoNow().getTime() - Date.now())).toBeLessThan(1000)
  })
})

describe('The mail catcher', () => {
  it('keeps what arrives over SMTP, to the recipients of the envelope', async () => {
    const folder = path.join(directory, 'mail')
    const catcher = await startMailCatcher({ directory: folder })
    try {
      const transport = nodemailer.createTransport({ host: '127.0.0.1', port: catcher.port, ignoreTLS: true })
      await transport.sendMail({
        envelope: { from: 'site@lakeshore.example', to: ['AED@lakeshore.example', 'ed@lakeshore.example'] },
        subject: 'Incident à lire',
        text: 'Bonjour',
        html: '<p>Bonjour</p>',
      })
      transport.close()
    } finally {
      await catcher.close()
    }
    const [name, ...more] = fs.readdirSync(folder)
    expect(more).toEqual([])
    const mail = JSON.parse(fs.readFileSync(path.join(folder, String(name)), 'utf8')) as Record<
      string,
      unknown
    >
    expect(mail).toMatchObject({
      to: ['aed@lakeshore.example', 'ed@lakeshore.example'],
      subject: 'Incident à lire',
      text: expect.stringContaining('Bonjour') as string,
      html: expect.stringContaining('<p>Bonjour</p>') as string,
    })
  })
})

describe('The public site', () => {
  it('speaks the first of its two languages that the browser asks for', () => {
    expect(preferredLocale('fr-CA,fr;q=0.9,en;q=0.5')).toBe('fr')
    expect(preferredLocale('de, en;q=0.4, fr;q=0.8')).toBe('fr')
    expect(preferredLocale('fr;q=0, en')).toBe('en')
    expect(preferredLocale('ja')).toBe('en')
    expect(preferredLocale(null)).toBe('en')
  })

  it('has every word in both languages', () => {
    for (const [key, text] of Object.entries(strings.en)) {
      expect(text, key).not.toBe('')
      expect(strings.fr[key as keyof typeof strings.fr], key).toBeTruthy()
    }
  })

  it('keeps French times, colons and quotation marks on one line', () => {
    expect(tidyFrench('de 8 h 30 à 20 h : « oui »')).toBe(
      'de 8\u00a0h\u00a030 à 20\u00a0h\u00a0: «\u00a0oui\u00a0»',
    )
  })
})

describe('The seed', () => {
  it('writes headings, lists, paragraphs and links as Lexical stores them', () => {
    const { root } = richText('## A heading\n\n- one\n- two\n\nSee [the form](/en/contact).')
    expect(root.children.map(({ type }) => type)).toEqual(['heading', 'list', 'paragraph'])
    expect(JSON.stringify(root)).toContain('"url":"/en/contact"')
  })
})
