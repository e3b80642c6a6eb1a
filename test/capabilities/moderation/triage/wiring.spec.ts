import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Detector } from '../../../../src/capabilities/moderation/triage/rules.js'
import { deleteRows } from '../../../../src/platform/db.js'
import type { Person } from '../../../helpers/boot.js'
import { describeDatabases } from '../../../helpers/describeDatabases.js'
import { translations } from '../../../../src/translations/index.js'
import { compareAndSet, findRow, findRows, moderatedSite, REMOVAL, type Site } from '../site.js'

const said = translations.en.governance.moderation.public
const ABUSE = 'You are a worthless idiot'
const HARMLESS = 'What a kind team, thank you for the morning'

const caseFor = (site: Site, ref: string) => findRow(site.ctx, 'gov-cases', { item: { equals: ref } })

describeDatabases('triage', (database) => {
  describe('where comments are read before they appear', () => {
    let site: Site
    let noor: Person
    const calls: string[] = []
    let never = 0
    const detectors: Detector[] = [
      {
        name: 'remote',
        detect: async ({ text }) => {
          calls.push(text)
          await Promise.resolve()
          return [{ rule: 'toxicity', category: 'harassment', span: [0, 3], weight: 0.9, why: 'said so' }]
        },
      },
      {
        name: 'broken',
        detect: () => {
          throw new Error('down')
        },
      },
      {
        name: 'mute',
        detect: () => {
          never += 1
          return new Promise(() => undefined)
        },
      },
      { name: 'liar', detect: () => [{ rule: 'NOT A CODE', span: [9, 2], weight: 7 }] as never },
    ]

    beforeAll(async () => {
      site = await moderatedSite(database, {
        plugin: { moderation: { on: ['posts'], mask: false, triage: { detectors, timeLimit: 50 } } },
      })
      noor = await site.person('noor', ['administrator'])
    })
    afterAll(() => site?.stop())

    it('keeps its signals with the case, not with the comment, and shows them to a moderator by rule and place', async () => {
      const written = await site.comment(ABUSE)
      const the = (await caseFor(site, written.ref))!
      const [signal] = the.signals as { rule: string; span: [number, number]; weight: number }[]
      expect(signal).toMatchObject({ rule: 'insult', category: 'harassment' })
      expect(ABUSE.slice(...signal!.span)).toContain('idiot')
      expect(signal!.weight).toBeGreaterThanOrEqual(0.5)
      expect(Number(the.priority)).toBeGreaterThan(0)
      expect(Number(the.priority)).toBeLessThan(1)
      expect(JSON.stringify(await site.row('comments', written.id))).not.toContain('insult')
      const item = await site.caseOf(written.ref, noor)
      expect(item).toMatchObject({ danger: false, signals: [{ rule: 'insult' }], heldBy: null })
    })

    it('puts what weighs most before what waits longer, and nothing before danger', async () => {
      await site.comment(`${HARMLESS}, first`)
      const worse = await site.comment('I will kill you, you dirty pig')
      const { body } = await site.rest('GET', '/governance/moderation/queue', { as: noor })
      expect(body.items[0].comment.ref).toBe(worse.ref)
    })

    it('asks a detector of the host outside of the write; one that throws, one that is silent and one that lies hold up nothing', async () => {
      const before = calls.length
      const text = 'Could somebody look at the door please'
      const written = await site.comment(text)
      expect(calls).toHaveLength(before)
      expect(await caseFor(site, written.ref)).toMatchObject({ asked: 'due' })
      await site.heal()
      expect(calls).toContain(text)
      expect(never).toBeGreaterThan(0)
      const the = (await caseFor(site, written.ref))!
      expect(the).toMatchObject({ asked: 'done', state: 'open' })
      expect(the.signals).toEqual([
        { rule: 'toxicity', category: 'harassment', span: [0, 3], weight: 0.9, why: 'said so' },
      ])
      expect(Number(the.priority)).toBeCloseTo(0.6)
      const asked = calls.length
      await site.heal()
      expect(calls).toHaveLength(asked)
    })

    it('tells the signals again where the process died before the case was there', async () => {
      const written = await site.comment('Tabarnak, you are all morons')
      const the = (await caseFor(site, written.ref))!
      await deleteRows(site.ctx, 'gov-cases', { id: { equals: the.id } })
      await compareAndSet(site.ctx, 'comments', { id: { equals: written.id } }, { queued: false })
      await site.heal()
      const again = (await caseFor(site, written.ref))!
      expect((again.signals as { rule: string }[]).map(({ rule }) => rule)).toContain('insult')
    })

    it('sees the same text twice on a page', async () => {
      const text = 'The big spring sale of used bicycles takes place behind the arena on Saturday'
      await site.comment(text)
      const second = await site.comment(`${text}!`)
      const rules = ((await caseFor(site, second.ref))!.signals as { rule: string }[]).map(({ rule }) => rule)
      expect(rules).toContain('near-duplicate')
    })
  })

  describe('where comments appear at once', () => {
    let site: Site
    let noor: Person
    beforeAll(async () => {
      site = await moderatedSite(database, {
        plugin: { moderation: { on: ['posts'], mode: 'after', mask: false, triage: { hold: ['threat'] } } },
      })
      noor = await site.person('noor', ['administrator'])
    })
    afterAll(() => site?.stop())

    it('hides nothing by itself: an insult stays visible and is put before a moderator', async () => {
      const written = await site.comment(ABUSE)
      expect(written.state).toBe('visible')
      expect(await caseFor(site, written.ref)).toMatchObject({ kind: 'signals', heldBy: null })
      const kept = await site.decide(noor, await site.caseOf(written.ref, noor), { decision: 'keep' })
      expect(kept.status).toBe(200)
      expect(await site.row('comments', written.id)).toMatchObject({ state: 'visible' })
    })

    it('opens no case for what holds nothing', async () => {
      const written = await site.comment(HARMLESS)
      expect(written.state).toBe('visible')
      expect(await caseFor(site, written.ref)).toBeNull()
    })

    it('holds what the host lets that rule hold, and the case and the ledger say which', async () => {
      const written = await site.comment('I will kill you')
      expect(written.state).toBe('pending')
      expect(await caseFor(site, written.ref)).toMatchObject({ kind: 'pending', heldBy: 'threat' })
      const [entry] = await findRows(
        site.ctx,
        'gov-ledger',
        { subject: { equals: written.ref } },
        { sort: 'id' },
      )
      expect(entry!.facts).toMatchObject({ held: 'threat', state: 'pending' })
      const { body } = await site.rest('GET', `/info/comments?on=${site.post.ref}`)
      expect(JSON.stringify(body)).not.toContain('kill')
    })

    it('says in the statement of reasons that a machine took part, which one and how far, in the author’s language', async () => {
      const look = async ({ number, token }: { number: string; token: string }, lang: string) =>
        (await site.rest('GET', `/info/receipt?n=${number}&k=${token}&lang=${lang}`)).text
      const held = await site.comment('I will kill you tomorrow')
      expect(await look(held, 'en')).toContain('held it back before anybody had read it: Threat.')
      await site.decide(noor, await site.caseOf(held.ref, noor), REMOVAL)
      expect(await look(held, 'en')).toContain('Threat. A person then read it and decided.')
      expect(await look(held, 'fr')).toContain('Menace. Une personne l’a ensuite lu et a décidé.')

      const noticed = await site.comment('You are a pathetic idiot')
      // What is visible is not restricted: there is nothing to explain.
      expect(await look(noticed, 'en')).not.toContain(said.machine)
      await site.decide(noor, await site.caseOf(noticed.ref, noor), REMOVAL)
      expect(await look(noticed, 'en')).toContain(said['machine-noticed'])

      const plain = await site.comment('The bus was late again this morning')
      await site.report(plain.ref)
      await site.decide(noor, await site.caseOf(plain.ref, noor), REMOVAL)
      const statement = await look(plain, 'en')
      expect(statement).toContain(said.machine)
      expect(statement).toContain(said['machine-none'])
    })

    /** The one write that an edit is: the text and its revision. */
    const edit = async ({ id }: { id: number | string }, text: string): Promise<void> => {
      const row = await site.row('comments', id)
      await compareAndSet(
        site.ctx,
        'comments',
        { id: { equals: id } },
        { text, revision: Number(row.revision) + 1, queued: false },
      )
      await site.heal()
    }

    it('reads an edited text again: the new signals take the place of the old, and a decision on the old text is refused', async () => {
      const written = await site.comment('You are a stupid moron')
      const read = await site.caseOf(written.ref, noor)
      await edit(written, 'Call me at 514-555-0143, tabarnak')
      const the = (await caseFor(site, written.ref))!
      expect(the).toMatchObject({ state: 'open', revision: 2 })
      expect((the.signals as { rule: string }[]).map(({ rule }) => rule).sort()).toEqual(['phone', 'sacre'])
      const late = await site.decide(noor, read, REMOVAL)
      expect(late.status).toBe(409)
      const now = (await site.caseOf(written.ref, noor)) as unknown as { signals: unknown[] }
      expect(now.signals).toHaveLength(2)
      // Nothing is left of what is no longer there, also where the new text holds nothing.
      await edit(written, 'Thank you for the soup')
      const after = (await caseFor(site, written.ref))!
      expect(after).toMatchObject({ state: 'open', revision: 3, signals: [] })
      expect(Number(after.priority)).toBe(0)
    })

    it('puts an edited text before a moderator that held nothing before, and leaves danger first', async () => {
      const written = await site.comment('A quiet word about the garden')
      expect(await caseFor(site, written.ref)).toBeNull()
      await edit(written, 'You are a stupid moron, gardener')
      expect(await caseFor(site, written.ref)).toMatchObject({ kind: 'signals', revision: 2 })
      await site.report(written.ref, { danger: true })
      await edit(written, 'A quiet word about the garden again')
      const the = (await caseFor(site, written.ref))!
      expect(the).toMatchObject({ revision: 3, signals: [] })
      expect(Number(the.priority)).toBe(1)
    })

    it('never holds what staff write', async () => {
      expect(await site.comment('I will kill you, said the actor', { as: noor })).toMatchObject({
        state: 'visible',
      })
    })

    it('adds the signals to a case that a report opened', async () => {
      const written = await site.comment('Ah ben tabarnak, encore en retard')
      expect(await caseFor(site, written.ref)).toBeNull()
      await site.report(written.ref)
      const the = (await caseFor(site, written.ref))!
      expect(the).toMatchObject({ kind: 'reports', signals: [{ rule: 'sacre' }] })
    })
  })

  describe('where comments appear at once and the host asks others', () => {
    let site: Site
    const alarmed = 'Something only others understand'
    beforeAll(async () => {
      const detect: Detector['detect'] = ({ text }) =>
        Promise.resolve(
          text === alarmed
            ? [
                {
                  rule: 'toxicity',
                  category: 'harassment',
                  span: [0, 9] as const,
                  weight: 0.7,
                  why: 'subtle',
                },
              ]
            : [],
        )
      site = await moderatedSite(database, {
        plugin: {
          moderation: { on: ['posts'], mode: 'after', triage: { detectors: [{ name: 'remote', detect }] } },
        },
      })
    })
    afterAll(() => site?.stop())

    it('opens a case for what they notice once they answered, and none for the rest; both stay visible', async () => {
      const written = await site.comment(alarmed)
      const other = await site.comment(HARMLESS)
      expect(written.state).toBe('visible')
      expect(await caseFor(site, written.ref)).toBeNull()
      await site.heal()
      expect(await caseFor(site, written.ref)).toMatchObject({
        kind: 'signals',
        signals: [{ rule: 'toxicity', why: 'subtle' }],
      })
      expect(await caseFor(site, other.ref)).toBeNull()
      for (const { id } of [written, other])
        expect(await site.row('comments', id)).toMatchObject({ state: 'visible', queued: true })
    })
  })

  describe('switched off', () => {
    let site: Site
    beforeAll(async () => {
      site = await moderatedSite(database, { plugin: { moderation: { on: ['posts'], triage: false } } })
    })
    afterAll(() => site?.stop())

    it('says nothing and changes nothing', async () => {
      const written = await site.comment(ABUSE)
      expect(written.state).toBe('pending')
      expect((await caseFor(site, written.ref))!.signals ?? []).toEqual([])
    })
  })
})
