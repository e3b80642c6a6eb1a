import { createLocalReq } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { sanitizeRetention } from '../../../src/capabilities/retention/options.js'
import { findRows, type Row } from '../../../src/platform/db.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const tape = { en: 'Tape in the vault', fr: 'Bande dans la voûte' }

describeDatabases('what the site cannot reach', (database) => {
  let site: Stand
  let comms: Person
  let officer: Person
  beforeAll(async () => {
    site = await stand(database, {
      collections: [{ slug: 'letters', fields: [{ name: 'words', type: 'text' }] }],
      plugin: {
        ...alone,
        retention: {
          collections: { letters: {} },
          unreachable: [
            { key: 'tape', label: tape, days: 60 },
            { key: 'logs', days: 7 },
          ],
        },
      },
    })
    comms = await site.person('comms', ['communications'])
    officer = await site.person('officer', ['privacy-officer'])
  })
  afterAll(() => site?.stop())

  const rows = (collection: string, where = {}): Promise<Row[]> =>
    findRows({ payload: site.payload }, collection, where, { limit: 0 })
  const deleted = async (): Promise<string> => {
    const { id } = await site.payload.create({ collection: 'letters', data: { words: 'x' } } as never)
    const done = await site.rest('POST', `/governance/retention/records/letters/${id}/delete`, { as: comms })
    return done.body.certificate.number
  }
  const read = async (what: string, as: Person, input: object = {}): Promise<any> => {
    const user = await site.payload.findByID({ collection: 'users', id: as.id })
    const req = await createLocalReq({ user: { ...user, collection: 'users' } as never }, site.payload)
    return viewContext(req).read('retention', what, { locale: 'fr', ...input })
  }
  const due = async (as = officer): Promise<any[]> => (await read('worklist', as)).attest
  const certificate = (number: string) => read('certificate', comms, { number })
  const confirm = (body: object, as = officer) =>
    site.rest('POST', '/governance/retention/attestations', { as, body })

  let first: string
  let second: string

  it('is on each certificate, place by place, with the day on which it is gone there', async () => {
    first = await deleted()
    const { beyond } = await certificate(first)
    expect(beyond.map(({ key, until, label }: any) => [key, until.slice(0, 10), label])).toEqual([
      ['backups', '2026-04-06', undefined],
      ['logs', '2026-03-09', undefined],
      ['mail', '2026-05-31', undefined],
      ['tape', '2026-05-01', tape],
    ])
    expect(beyond.every(({ confirmed }: any) => confirmed === null)).toBe(true)
  })

  it('waits for a confirmation from that day on, and not before', async () => {
    expect(await due()).toEqual([])
    site.clock.forward(days(5))
    second = await deleted()
    site.clock.forward(days(3))
    const [logs, ...more] = await due()
    expect(logs).toMatchObject({ place: 'logs', certificates: 1 })
    expect(more).toEqual([])
    expect(await due(comms)).toEqual([])
  })

  it('is confirmed by who answers for it, with words, and stands on the certificate and the ledger', async () => {
    const [{ place, through }] = await due()
    const body = { place, through, note: 'The host showed me the list of its logs.' }
    expect((await confirm(body, comms)).status).toBe(403)
    expect((await confirm({ ...body, note: '' })).status).toBe(400)
    // Of the second one nothing is due: nobody says it of what they were not asked.
    for (const beyond of [site.clock.now().toISOString(), '2026-01-01T00:00:00.000Z'])
      expect((await confirm({ ...body, through: beyond })).status).toBe(409)
    const done = await confirm(body)
    expect(done).toMatchObject({ status: 200, body: { state: 'confirmed', certificates: 1 } })
    const onFirst = (await certificate(first)).beyond.find(({ key }: any) => key === 'logs')
    expect(onFirst.confirmed).toMatchObject({ by: 'officer', note: body.note })
    const onSecond = (await certificate(second)).beyond.find(({ key }: any) => key === 'logs')
    expect(onSecond.confirmed).toBeNull()
    const [entry] = await rows('gov-ledger', { action: { equals: 'retention.attested' } })
    expect(entry).toMatchObject({ actorRef: officer.ref, facts: { place: 'logs', certificates: 1 } })
    expect(JSON.stringify(entry!.facts)).not.toContain('list of its logs')
  })

  it('is confirmed once: a second person is told so, and nobody confirms what is not due', async () => {
    expect(await due()).toEqual([])
    const through = site.clock.now().toISOString()
    for (const place of ['logs', 'backups', 'nowhere'])
      expect((await confirm({ place, through, note: 'Again' })).status).toBe(409)
    site.clock.forward(days(40))
    const open = await due()
    expect(open.map(({ place, certificates }) => [place, certificates])).toEqual([
      ['backups', 2],
      ['logs', 1],
    ])
    const body = { place: 'backups', through: open[0].through, note: 'Looked at the oldest one.' }
    const answers = await Promise.all([confirm(body), confirm(body)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await rows('gov-attestations', { place: { equals: 'backups' } })).toHaveLength(1)
  })

  it('stays as it was said when the option changes', async () => {
    const [row] = await rows('gov-certificates', { number: { equals: first } })
    expect((row!.beyond as any[]).find(({ key }) => key === 'logs').until).toBe('2026-03-09T14:00:00.000Z')
  })
})

describe('the option for what is out of reach', () => {
  it('refuses a place without a name, a key that is none, and no days', () => {
    const given = (one: object) => () => sanitizeRetention({ unreachable: [one as never] })
    expect(given({ key: 'tape', days: 3 })).toThrow(/label/)
    expect(given({ key: 'The tape', label: tape, days: 3 })).toThrow(/small letters/)
    expect(given({ key: 'tape', label: tape, days: 0 })).toThrow(/whole number/)
    expect(given({ key: 'backups', days: 14 })).not.toThrow()
  })
})
