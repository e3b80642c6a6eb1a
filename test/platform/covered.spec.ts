import { afterAll, beforeAll, expect, it } from 'vitest'

import { sanitizeIncidents } from '../../src/capabilities/incidents/options.js'
import type { CasePage } from '../../src/capabilities/incidents/reads.js'
import { sanitizeModeration } from '../../src/capabilities/moderation/options.js'
import { actorOf } from '../../src/platform/actor.js'
import { findRow, findRows } from '../../src/platform/db.js'
import { runtimeOf } from '../../src/platform/runtime.js'
import { moderatedSite, REMOVAL, type Site } from '../capabilities/moderation/site.js'
import type { Person } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

const MINUTES = 60_000
const ADDRESS = 'robin@safe.example'
const REPORTED = 'I know this person from my street'
const VILE = 'Vile words about a neighbour'

describeDatabases('what is covered in cases', (database) => {
  let site: Site
  let noor: Person
  let jordan: Person
  let director: Person
  let executive: Person
  let officer: Person
  beforeAll(async () => {
    site = await moderatedSite(database, {
      plugin: {
        moderation: { on: ['posts'], mask: true },
        intake: { perSource: 100_000, total: 100_000, minFillSeconds: 0 },
      },
    })
    noor = await site.person('noor', ['administrator'])
    jordan = await site.person('jordan', ['administrator'])
    director = await site.person('director', ['aed'])
    executive = await site.person('executive', ['ed'])
    officer = await site.person('officer', ['privacy-officer'])
  })
  afterAll(async () => {
    await site?.stop()
  })
  const ask = (as: Person | undefined, ref: string, body: Record<string, unknown> = { reason: 'check' }) =>
    site.rest('POST', `/governance/disclosures/${ref.replace(':', '/')}`, { as, body })
  const looks = (ref: string) =>
    findRows(site.ctx, 'gov-ledger', {
      and: [{ action: { like: 'disclosed' } }, { subject: { equals: ref } }],
    })
  const queue = (as: Person) => site.rest('GET', '/governance/moderation/queue', { as })
  const decisions = (as: Person) => site.rest('GET', '/governance/moderation/decisions', { as })

  it('is what reporters wrote, on every door, until a moderator says why, for that case alone', async () => {
    const shown = async (text: string): Promise<string> => {
      const made = await site.comment(text)
      await site.decide(noor, await site.caseOf(made.ref, noor), { decision: 'keep' })
      await site.report(made.ref, { words: REPORTED })
      return made.ref
    }
    const [first, other] = [await shown('One'), await shown('Another')]
    const of = async (item: string) =>
      (await findRow(site.ctx, 'gov-cases', { place: { equals: `open:${item}` } }))!
    const ref = `gov-cases:${(await of(first)).id}`
    const doors = async (as: Person): Promise<string[]> => {
      const req = await site.request({ as })
      const answers: [string, string][] = [
        ['queue', (await queue(as)).text],
        ['list', (await site.rest('GET', '/gov-reports', { as })).text],
        ['select', (await site.rest('GET', '/gov-reports?select[words]=true', { as })).text],
        [
          'Local',
          JSON.stringify(
            await site.payload.find({ collection: 'gov-reports' as never, overrideAccess: false, req }),
          ),
        ],
      ]
      return answers.filter(([, text]) => text.includes(REPORTED)).map(([door]) => door)
    }
    expect(await doors(noor)).toEqual([])
    expect((await queue(noor)).body.items.map(({ covered }: { covered: boolean }) => covered)).toEqual([
      true,
      true,
    ])
    for (const query of ['where[words][contains]=street', 'where[words][exists]=true', 'sort=words'])
      expect([query, (await site.rest('GET', `/gov-reports?${query}`, { as: noor })).status]).toEqual([
        query,
        400,
      ])
    expect((await ask(officer, ref)).status).toBe(404)
    expect((await ask(undefined, ref)).status).toBe(401)
    expect((await ask(noor, ref, {})).status).toBe(400)
    expect((await ask(noor, ref)).status).toBe(200)
    expect((await ask(noor, ref, { words: 'Once more' })).status).toBe(200)
    expect(await doors(noor)).toEqual(['queue', 'list', 'select', 'Local'])
    expect(await doors(jordan)).toEqual([])
    expect((await queue(noor)).text.split(REPORTED)).toHaveLength(2)
    expect(await looks(ref)).toMatchObject([
      { action: 'moderation.disclosed', actorRef: noor.ref, facts: { reason: 'check' } },
    ])
    site.clock.forward(16 * MINUTES)
    expect(await doors(noor)).toEqual([])
    // Whoever takes a case needs no further reason for it, while it is theirs.
    const id = (await of(other)).id
    await site.rest('POST', `/governance/moderation/cases/${id}/claim`, { as: jordan, body: {} })
    expect((await queue(jordan)).text.split(REPORTED)).toHaveLength(2)
    expect((await queue(noor)).text).not.toContain(REPORTED)
    site.clock.forward(16 * MINUTES)
    expect((await queue(jordan)).text).not.toContain(REPORTED)
  })

  it('is the original of what was removed, also for who removed it', async () => {
    const made = await site.comment(VILE)
    await site.decide(noor, await site.caseOf(made.ref, noor), REMOVAL)
    const other = await site.comment(`${VILE} Once more.`)
    await site.decide(noor, await site.caseOf(other.ref, noor), REMOVAL)
    const { body, text } = await decisions(noor)
    expect(text).not.toContain(VILE)
    const { covered } = body.decisions.find(({ item }: { item: string }) => item === made.ref)
    expect(covered).toMatch(/^gov-takedowns:/)
    expect((await ask(officer, covered)).status).toBe(404)
    expect((await ask(jordan, covered, { words: 'The author appeals' })).status).toBe(200)
    expect((await decisions(jordan)).text).toContain(VILE)
    expect((await decisions(jordan)).text).not.toContain('Once more.')
    expect((await decisions(noor)).text).not.toContain(VILE)
    // The list of decisions is the only door to it, reason or not.
    expect((await site.rest('GET', '/gov-takedowns', { as: jordan })).text).not.toContain(VILE)
    expect(await looks(covered)).toMatchObject([{ actorRef: jordan.ref, facts: { reason: 'words' } }])
    site.clock.forward(16 * MINUTES)
    expect((await decisions(jordan)).text).not.toContain(VILE)
  })

  it('is how to reach who reported an incident, except for who took the case on', async () => {
    const sent = await site.rest('POST', '/info/message', {
      body: { kind: 'other', words: 'It happened here', contact: ADDRESS, safeToWrite: true },
    })
    expect(sent.status).toBe(200)
    const row = (await findRow(site.ctx, 'gov-incidents', { contact: { equals: ADDRESS } }))!
    const ref = `gov-incidents:${row.id}`
    const page = async (as: Person): Promise<CasePage> => {
      const req = await site.request({ as })
      const reader = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!.reads!.case!
      return (await reader(
        { payload: site.payload, req, actor: actorOf(req) },
        { id: String(row.id) },
      )) as CasePage
    }
    const doors = async (as: Person): Promise<string[]> => {
      const req = await site.request({ as })
      const answers: [string, string][] = [
        ['page', JSON.stringify(await page(as))],
        ['list', (await site.rest('GET', '/gov-incidents', { as })).text],
        ['document', (await site.rest('GET', `/gov-incidents/${row.id}?depth=2`, { as })).text],
        ['select', (await site.rest('GET', '/gov-incidents?select[contact]=true', { as })).text],
        [
          'Local',
          JSON.stringify(
            await site.payload.find({ collection: 'gov-incidents' as never, overrideAccess: false, req }),
          ),
        ],
      ]
      return answers.filter(([, text]) => text.includes(ADDRESS)).map(([door]) => door)
    }
    expect(await doors(director)).toEqual([])
    expect((await page(director)).contactCovered).toBe(true)
    for (const query of ['where[contact][contains]=robin', 'sort=contact'])
      expect((await site.rest('GET', `/gov-incidents?${query}`, { as: director })).status).toBe(400)
    expect((await ask(noor, ref)).status).toBe(404)
    const acknowledged = await site.rest('POST', `/governance/incidents/${row.id}/acknowledge`, {
      as: director,
      body: {},
    })
    expect(acknowledged.status).toBe(200)
    expect(acknowledged.text).not.toContain(ADDRESS)
    expect(await doors(director)).toEqual(['page', 'list', 'document', 'select', 'Local'])
    expect(await doors(executive)).toEqual([])
    expect((await ask(executive, ref, { reason: 'answer' })).status).toBe(200)
    expect(await doors(executive)).toEqual(['page', 'list', 'document', 'select', 'Local'])
    expect(await looks(ref)).toMatchObject([
      { action: 'incidents.disclosed', actorRef: executive.ref, facts: { reason: 'answer' } },
    ])
    site.clock.forward(16 * MINUTES)
    expect(await doors(executive)).toEqual([])
  })

  it('can be left open by option', () => {
    expect([sanitizeIncidents().mask, sanitizeModeration().mask]).toEqual([true, true])
    expect(sanitizeIncidents({ mask: false }).mask).toBe(false)
    expect(sanitizeModeration({ mask: false }).mask).toBe(false)
    expect(() => sanitizeIncidents({ mask: 'no' as never })).toThrow('incidents.mask')
    expect(() => sanitizeModeration({ mask: 'no' as never })).toThrow('moderation.mask')
  })
})
