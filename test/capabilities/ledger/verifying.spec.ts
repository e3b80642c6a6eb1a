import { afterAll, beforeAll, expect, it } from 'vitest'

import { LEDGER } from '../../../src/capabilities/ledger/collections.js'
import type { ChainState, Progress } from '../../../src/capabilities/ledger/verifying.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet } from '../../../src/platform/db.js'
import { emit } from '../../../src/platform/unit.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

describeDatabases('ledger: verified and erased from the screen', (database) => {
  let site: Stand
  let aed: Person
  let privacy: Person
  let creator: Person

  const verify = async (as: Person = aed): Promise<Progress[]> => {
    const { status, text } = await site.rest('post', '/governance/ledger/verify', { as })
    expect(status, text).toBe(200)
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Progress)
  }
  const state = async (): Promise<ChainState> => {
    const { capabilities, actorOf } = (site.payload.config.custom as any).governance
    const { reads } = capabilities.find(({ key }: { key: string }) => key === 'ledger')
    const user = {
      ...(await site.payload.findByID({ collection: 'users', id: aed.id })),
      collection: 'users',
    }
    return reads.chain({ payload: site.payload, actor: actorOf({ payload: site.payload, user }) }, {})
  }
  const seal = () => governanceTick(site.payload, { force: true, only: ['ledger-seal'] })
  const row = async (action: string): Promise<any> =>
    (
      await site.payload.db.find({
        collection: LEDGER,
        where: { action: { equals: action } },
        sort: 'sequence',
        limit: 1,
      })
    ).docs[0]
  const entry = async (key: string, as: Person = privacy) =>
    (await site.rest('get', `/governance/ledger/entries/${key}`, { as })).body
  const erase = (as: Person, body: Record<string, unknown>) =>
    site.rest('post', '/governance/ledger/erase', { as, body })

  beforeAll(async () => {
    site = await stand(database)
    aed = await site.person('dana', ['aed'])
    privacy = await site.person('paz', ['privacy-officer'])
    creator = await site.person('camille', ['content-creator'])
    const held = { kind: 'staff' as const, ref: aed.ref, name: 'Dana', roles: ['aed'] }
    for (let n = 0; n < 30; n += 1)
      await emit(
        { payload: site.payload },
        {
          ledger: [
            {
              action: 'retention.held',
              subject: `posts:${n}`,
              actor: held,
              at: site.clock.now(),
              facts: { hold: String(n) },
              personal: { why: `Reason ${n}` },
            },
          ],
        },
      )
    await seal()
  })
  afterAll(() => site?.stop())

  it('says how far it is and that all fits, to readers of the ledger only', async () => {
    const lines = await verify()
    const last = lines.at(-1)!
    expect(last.ok).toBe(true)
    expect(last.done).toBeGreaterThan(30)
    expect(last.total).toBe(last.done)
    const { sealed, unsealed, verifiedAt, findings } = await state()
    expect({ sealed, unsealed, findings }).toEqual({ sealed: last.done, unsealed: 0, findings: [] })
    expect(verifiedAt).toBe(site.clock.now().toISOString())
    const refused = await site.rest('post', '/governance/ledger/verify', { as: creator })
    expect([refused.status, refused.body.errors[0].data.code]).toEqual([403, 'notAllowed'])
    expect((await site.rest('post', '/governance/ledger/verify')).status).toBe(401)
  })

  it('names the entry that was touched in the database until a whole verification finds nothing more', async () => {
    const touched = await row('retention.held')
    const set = (subject: string) =>
      compareAndSet({ payload: site.payload }, LEDGER, { id: { equals: touched.id } }, { subject })
    await set('posts:999')
    expect((await verify()).at(-1)!.ok).toBe(false)
    expect((await state()).findings).toMatchObject([{ at: touched.sequence, problem: 'edited' }])
    const linked = await site.rest('get', `/governance/ledger?number=${touched.sequence}`, { as: aed })
    expect(linked.body.entries).toMatchObject([{ key: touched.key, sequence: touched.sequence }])
    await set(touched.subject)
    expect((await verify()).at(-1)!.ok).toBe(true)
    expect((await state()).findings).toEqual([])
  })

  it('lets the privacy officer erase an entry’s values, with the ground; the entry says so and the chain is whole', async () => {
    const { key } = await row('retention.held')
    expect((await entry(key)).values).toEqual([
      { label: 'Reason', value: { value: 'Reason 0' } },
      { label: 'Name', value: { value: 'Dana' } },
    ])
    for (const as of [aed, creator])
      expect((await erase(as, { by: 'entry', of: [key], under: 'x' })).status).toBe(403)
    const without = await erase(privacy, { by: 'entry', of: [key], under: ' ' })
    expect([without.status, without.body.errors[0].data.code]).toEqual([400, 'invalidInput'])
    expect((await erase(privacy, { by: 'all', of: ['x'], under: 'x' })).status).toBe(400)
    expect((await erase(privacy, { by: 'entry', of: [], under: 'x' })).status).toBe(400)
    const done = await erase(privacy, { by: 'entry', of: [key], under: 'PIPEDA 4.5.3' })
    expect([done.status, done.body.entries]).toEqual([200, 1])
    const { values } = await entry(key)
    expect(values.map(({ value }: any) => value.erasedUnder)).toEqual(['PIPEDA 4.5.3', 'PIPEDA 4.5.3'])
    await seal()
    expect((await verify()).at(-1)!.ok).toBe(true)
    const { body } = await site.rest('get', '/governance/ledger?action=ledger.erased', { as: aed })
    expect(body.entries[0].sentence.map(({ text }: any) => text).join('')).toBe(
      'The privacy officer paz erased personal values from the ledger, under: PIPEDA 4.5.3.',
    )
  })

  it('forgets a person everywhere: sentences say the role and no name', async () => {
    const done = await erase(privacy, { by: 'person', of: [aed.ref], under: 'A request of 3 May' })
    expect(done.status).toBe(200)
    const { body } = await site.rest('get', '/governance/ledger?action=retention.held', { as: privacy })
    const sentences = body.entries.map(({ sentence }: any) => sentence.map(({ text }: any) => text).join(''))
    expect(new Set(sentences)).toEqual(
      new Set(['The Assistant Executive Director placed a hold: until it is lifted, nothing deletes this.']),
    )
    await seal()
    expect((await verify()).at(-1)!.ok).toBe(true)
  })
})
