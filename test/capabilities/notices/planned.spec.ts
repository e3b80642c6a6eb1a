import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { prepare, press, publishNotice } from './publishing.js'

const HOUR = 3_600_000

describeDatabases('versions that are planned far ahead', (database) => {
  let site: Stand
  let officer: Person
  beforeAll(async () => {
    site = await stand(database)
    officer = await site.person('officer', ['privacy-officer'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const notice = async () => {
    const { status, body } = await site.rest('GET', '/info/notice?format=json')
    return status === 200 ? [body.number, body.next?.number ?? null] : status
  }
  const plan = async (words: string, inHours: number): Promise<void> => {
    const inForceFrom = new Date(site.clock.now().getTime() + inHours * HOUR).toISOString()
    await prepare(site, officer, words)
    expect((await press(site, officer, { inForceFrom })).status).toBe(200)
  }

  it('are never in force before their time, and the next of them is named, however many there are', async () => {
    for (let hour = 1; hour <= 5; hour += 1) await plan(`planned ${hour}`, hour)
    expect(await notice()).toBe(404)
    expect((await site.rest('GET', '/info/notice?version=5&lang=en')).text).toContain('is not in force yet')
    const seen: unknown[] = []
    for (let hour = 1; hour <= 5; hour += 1) {
      site.clock.forward(HOUR)
      seen.push(await notice())
    }
    expect(seen).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, null],
    ])
  })

  it('are asked for at each reading, while a text that was read is not read again', async () => {
    expect(await publishNotice(site, officer, 'now')).toBe(6)
    expect(await notice()).toEqual([6, null])
    const find = vi.spyOn(site.payload.db, 'find')
    const findOne = vi.spyOn(site.payload.db, 'findOne')
    try {
      const asked = (spy: typeof find | typeof findOne): number =>
        spy.mock.calls.filter(([{ collection }]) => collection === 'gov-notice-versions').length
      expect(await notice()).toEqual([6, null])
      expect([asked(find), asked(findOne)]).toEqual([1, 0])
      // What somebody else publishes is there at the next reading.
      await publishNotice(site, officer, 'later')
      expect(await notice()).toEqual([7, null])
      const page = await site.rest('GET', '/info/notice?lang=en')
      expect(page.text).toContain('<h1>Notice later</h1>')
    } finally {
      find.mockRestore()
      findOne.mockRestore()
    }
  })
})
