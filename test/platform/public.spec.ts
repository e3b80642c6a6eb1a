import { afterAll, beforeAll, expect, it } from 'vitest'

import { csv } from '../../src/platform/csv.js'
import { defineEndpoint, textOf } from '../../src/platform/endpoint.js'
import { html } from '../../src/platform/html.js'
import { guardIntake, HONEYPOT, newStamp, STAMP } from '../../src/platform/intake.js'
import { field, publicForm, refusal, renderPublicPage } from '../../src/platform/publicPage.js'
import { newReceipt, storeReceipt, verifyReceipt } from '../../src/platform/receipt.js'
import { saveSettings } from '../../src/platform/settings.js'
import { findRows } from '../../src/platform/db.js'
import { type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

const XSS = '<script>alert(1)</script>"\'>'

const endpoints = [
  defineEndpoint({
    path: '/try/page',
    method: 'get',
    access: 'everyone',
    handler: ({ req }) =>
      renderPublicPage(req, {
        heading: XSS,
        body: html`<p>${XSS}</p>
          ${publicForm(req, {
            action: '/x',
            submit: 'Send',
            fields: [field({ name: 'words', label: 'Words', type: 'textarea' }, { words: XSS }, XSS)],
          })}`,
      }),
  }),
  defineEndpoint({
    path: '/try/send',
    method: 'post',
    access: 'everyone',
    handler: async ({ req, body, isForm }) => {
      const work = async () => ({ words: textOf(body, 'words', { max: 100, required: true }) })
      return guardIntake(req, { what: 'try', body, isForm }, work)
    },
  }),
  defineEndpoint({
    path: '/try/refused',
    method: 'get',
    access: 'everyone',
    handler: async ({ req }) =>
      renderPublicPage(req, { heading: 'x', body: await refusal(req, 'Not today.'), status: 409 }),
  }),
  defineEndpoint({
    path: '/try/staff',
    method: 'post',
    access: 'staff',
    handler: async ({ actor }) => ({ roles: actor.roles }),
  }),
]

describeDatabases('public pages and intake', (database) => {
  let site: Stand
  beforeAll(async () => {
    site = await stand(database, {
      config: { endpoints },
      plugin: { intake: { perSource: 3, total: 6, minFillSeconds: 0 } },
    })
    await saveSettings(site.payload, {
      phone: '613 555-0100',
      organization: { en: 'Centre', fr: 'Le Centre' },
    } as never)
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('puts "Leave this page" first, a plain link, and renders nothing from a stranger as markup', async () => {
    const page = await site.rest('GET', '/try/page')
    expect(page.text.indexOf('<a ')).toBe(page.text.indexOf('<a id="leave"'))
    // In a landmark with a name of its own: who goes from landmark to landmark comes past it.
    expect(page.text).toMatch(/<nav class="exit" aria-label="[^"]+">\s*<a id="leave"/)
    expect(page.text).not.toContain('<script>alert')
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page.text).toContain('Leave this page')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.text).toMatch(/<title>Centre<\/title>/)
  })

  it('speaks the language that was asked for, and the browser’s otherwise', async () => {
    expect((await site.rest('GET', '/try/page', { lang: 'fr-CA,fr;q=0.9,en;q=0.8' })).text).toContain(
      'Quitter cette page',
    )
    expect((await site.rest('GET', '/try/page?lang=en', { lang: 'fr' })).text).toContain('Leave this page')
    expect((await site.rest('GET', '/try/page?lang=fr')).text).toContain('<html lang="fr-CA">')
  })

  it('shows the telephone number beside a refusal', async () => {
    const page = await site.rest('GET', '/try/refused')
    expect(page.status).toBe(409)
    expect(page.text).toContain('tel:6135550100')
  })

  it('breaks no number to call in two, and shows what staff write around it as text', async () => {
    const emergency = { en: 'Call 9-1-1.', fr: 'Composez le 9-1-1.' }
    await saveSettings(site.payload, { emergency, phone: '<b>1-800-555-0142</b> or 55-1' } as never)
    const { text } = await site.rest('GET', '/try/refused')
    expect(text).toContain('Call <span class="whole">9-1-1</span>.')
    await saveSettings(site.payload, { phone: '613 555-0100' } as never)
    expect(text).toContain('&lt;b&gt;<span class="whole">1-800-555-0142</span>&lt;/b&gt; or')
    expect(text).not.toContain('<b>')
  })

  it('refuses a filled honeypot, a form without its stamp, and a forged stamp', async () => {
    const stamp = newStamp(site.payload)
    const send = (form: Record<string, string>) =>
      site.rest('POST', '/try/send', { form: { words: 'w', ...form } })
    expect((await send({ [STAMP]: stamp, [HONEYPOT]: 'spam' })).status).toBe(400)
    expect((await send({})).status).toBe(400)
    expect((await send({ [STAMP]: stamp.replace(/.$/, (c) => (c === '0' ? '1' : '0')) })).status).toBe(400)
    expect((await send({ [STAMP]: stamp })).body).toEqual({ words: 'w' })
  })

  it('limits each source and the whole, stores no address, and answers in the language of the visitor', async () => {
    const send = (address: string, lang = 'en') =>
      site.rest('POST', '/try/send', { body: { words: 'w' }, headers: { 'x-forwarded-for': address }, lang })
    // One of the six was used by the form above, which had no address.
    const first = [
      await send('192.0.2.7'),
      await send('192.0.2.7'),
      await send('192.0.2.7'),
      await send('192.0.2.7'),
    ]
    expect(first.map((answer) => answer.status)).toEqual([200, 200, 200, 429])
    // The fourth was stopped at its source and did not use up the whole.
    expect((await send('192.0.2.8')).status).toBe(200)
    expect((await send('192.0.2.9')).status).toBe(200)
    const full = await send('192.0.2.10', 'fr')
    expect(full.status).toBe(429)
    expect(full.body.errors[0].message).toMatch(/Trop de messages/)
    const counters = JSON.stringify(await findRows({ payload: site.payload }, 'gov-counters', {}))
    expect(counters).not.toContain('192.0.2')
  })

  it('refuses bodies that are too large, broken, of the wrong kind, or that hide their direction', async () => {
    expect((await site.rest('POST', '/try/send', { body: { words: 'x'.repeat(300 * 1024) } })).status).toBe(
      400,
    )
    expect((await site.rest('POST', '/try/send', { body: [1, 2] })).status).toBe(400)
  })

  it('takes text only, in its length, without control or bidirectional characters', () => {
    expect(() => textOf({ a: ['x'] }, 'a')).toThrow(/must be text/)
    expect(() => textOf({ a: 'xxxx' }, 'a', { max: 3 })).toThrow(/too long/)
    expect(() => textOf({ a: 'safe\u202Etxt.exe' }, 'a')).toThrow(/cannot be shown/)
    expect(() => textOf({ a: '   ' }, 'a', { required: true })).toThrow(/fill in/)
    expect(textOf({ a: ' é\r\nß ' }, 'a')).toBe('é\nß')
  })

  it('lets staff in, refuses members of another collection, strangers, and requests from another site', async () => {
    const boss = await site.person('boss', ['aed'])
    expect((await site.rest('POST', '/try/staff', { as: boss, body: {} })).body).toEqual({ roles: ['aed'] })
    expect((await site.rest('POST', '/try/staff', { body: {} })).status).toBe(401)
    await site.payload.create({
      collection: 'members',
      data: { email: 'm@test.example', password: 'a long enough password' } as never,
    })
    const { token } = await site.payload.login({
      collection: 'members',
      data: { email: 'm@test.example', password: 'a long enough password' } as never,
    })
    expect(
      (await site.rest('POST', '/try/staff', { headers: { authorization: `JWT ${token}` }, body: {} }))
        .status,
    ).toBe(403)
    expect(
      (
        await site.rest('POST', '/try/staff', {
          as: boss,
          body: {},
          headers: { 'sec-fetch-site': 'cross-site' },
        })
      ).status,
    ).toBe(403)
    expect(
      (
        await site.rest('POST', '/try/staff', {
          as: boss,
          body: {},
          headers: { origin: 'https://elsewhere.example', host: 'localhost:3000' },
        })
      ).status,
    ).toBe(403)
    // A sandboxed frame of any site sends this one. A browser that says "same-origin" itself is believed.
    const opaque = { origin: 'null', host: 'localhost:3000' }
    const own = { ...opaque, 'sec-fetch-site': 'same-origin' }
    expect((await site.rest('POST', '/try/staff', { as: boss, body: {}, headers: opaque })).status).toBe(403)
    expect((await site.rest('POST', '/try/staff', { as: boss, body: {}, headers: own })).status).toBe(200)
    const unreadable = { origin: 'no address', host: 'localhost:3000' }
    expect((await site.rest('POST', '/try/staff', { as: boss, body: {}, headers: unreadable })).status).toBe(
      403,
    )
  })

  it('opens a receipt with its own token only, until it expires, with one answer for every failure', async () => {
    const { number, token, tokenHash } = newReceipt()
    const now = site.clock.now()
    const later = new Date(now.getTime() + 1000)
    await storeReceipt(
      { payload: site.payload },
      { number, tokenHash, kind: 'test', subject: 'x:1', issuedAt: now, expiresAt: later, locale: 'en' },
    )
    const open = (n: string, t: string, at = now) => verifyReceipt({ payload: site.payload }, n, t, at)
    expect((await open(number, token)).subject).toBe('x:1')
    const failures = await Promise.all(
      [
        open(number, 'wrong'),
        open('XXXX-XXXX', token),
        open(number, token, new Date(later.getTime() + 1)),
      ].map((attempt) =>
        attempt.then(
          () => 'opened',
          (error: Error) => error.message,
        ),
      ),
    )
    expect(new Set(failures).size).toBe(1)
    expect(JSON.stringify(await findRows({ payload: site.payload }, 'gov-receipts', {}))).not.toContain(token)
  })

  it('defuses formulas in CSV', () => {
    const text = csv(['a'], [{ a: '=1+1' }, { a: '+x' }, { a: '-x' }, { a: '@x' }, { a: 'fine, "quoted"' }])
    for (const line of ['=1', '+x', '-x', '@x']) expect(text).not.toMatch(new RegExp(`^"?\\${line}`, 'm'))
    expect(text).toContain('"fine, ""quoted"""')
    expect(text.charCodeAt(0)).toBe(0xfeff)
  })
})
