import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { saveSettings } from '../../../src/platform/settings.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from './publishing.js'

describeDatabases('answers that are given again', (database) => {
  let site: Stand
  let officer: Person
  beforeAll(async () => {
    site = await stand(database, { plugin: { notices: { keys: ['site', 'chat'] } } })
    officer = await site.person('officer', ['privacy-officer'])
    await publishNotice(site, officer, 'of the site')
    await publishNotice(site, officer, 'of the chat', 'chat')
  })
  afterAll(async () => {
    await site?.stop()
  })

  const get = (path: string, headers?: Record<string, string>) => site.rest('GET', path, { headers })
  /** How often the text of a version was read meanwhile. */
  const textsRead = async (act: () => Promise<unknown>): Promise<number> => {
    const spy = vi.spyOn(site.payload.db, 'findOne')
    try {
      await act()
      return spy.mock.calls.filter(([{ collection }]) => collection === 'gov-notice-versions').length
    } finally {
      spy.mockRestore()
    }
  }

  it('are in the language of whoever asks, at the same address too, and of the notice that was asked for', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await get('/info/notice', { 'accept-language': 'en' })).text).toContain('Notice of the site')
      expect((await get('/info/notice', { 'accept-language': 'fr' })).text).toContain('Avis of the site')
      expect((await get('/info/notice?lang=en')).text).toContain('Notice of the site')
      expect((await get('/info/notice?lang=fr')).text).toContain('Avis of the site')
      expect((await get('/info/notice?notice=chat&lang=en')).text).toContain('Notice of the chat')
      expect((await get('/info/notice?version=1&lang=en')).text).toContain('Notice of the site')
      expect((await get('/info/notice?format=json')).body.notice).toBe('site')
    }
    expect(await textsRead(() => get('/info/notice?lang=en'))).toBe(0)
  })

  it('name the address at which they were asked for', async () => {
    const switchOf = (text: string) => /href="([^"]*)" lang="fr-CA" hreflang/.exec(text)?.[1]
    expect(switchOf((await get('/INFO/Notice/?lang=en')).text)).toBe('/api/INFO/Notice/?lang=fr')
    expect(switchOf((await get('/info/notice?lang=en')).text)).toBe('/api/info/notice?lang=fr')
  })

  it('are made anew once the organization says something else, and have another tag', async () => {
    const before = await get('/info/notice?lang=en')
    await saveSettings(site.payload, { phone: '613-555-0177' })
    const after = await get('/info/notice?lang=en')
    expect([before.text.includes('613-555-0177'), after.text.includes('613-555-0177')]).toEqual([false, true])
    const tag = before.headers.get('etag')!
    expect((await get('/info/notice?lang=en', { 'if-none-match': tag })).status).toBe(200)
    const now = after.headers.get('etag')!
    expect((await get('/info/notice?lang=en', { 'if-none-match': now })).status).toBe(304)
    expect(await textsRead(() => get('/info/notice?lang=en'))).toBe(0)
  })

  it('are made anew when many others were asked for since, and are the same', async () => {
    const first = await get('/info/notice?lang=en')
    for (let other = 0; other < 41; other += 1) await get(`/info/notice?lang=en&x=${other}`)
    let again = first
    expect(
      await textsRead(async () => {
        again = await get('/info/notice?lang=en')
      }),
    ).toBe(1)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
  })

  it('lead from a version that is not there to the notice that was asked for, where it has one in force', async () => {
    for (const page of ['notice?notice=chat&version=99', 'notice/difference?notice=chat&from=1&to=99']) {
      const { status, text } = await get(`/info/${page}&lang=en`)
      expect([status, text]).toEqual([404, expect.stringContaining('/info/notice?notice=chat&amp;lang=en')])
    }
    const none = await get('/info/notice/difference?notice=nowhere&lang=en')
    expect(none.status).toBe(404)
    expect(none.text).not.toContain('/info/notice?lang=en')
  })
})
