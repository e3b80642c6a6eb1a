import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { publishAsHost } from '../../../src/index.js'
import { settleRefusals } from '../../../src/capabilities/approvals/index.js'
import { canonicalJSON } from '../../../src/kernel/canonical.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { ARTICLE, sample } from './attempts.js'
import { FRENCH, OTHERS } from './attemptsApart.js'
import { type Ground, judge, noCounts, type Snapshot } from './judge.js'
import { type ApprovalSite, approvalSite, articles, countVersions, everybody, type Target } from './site.js'

/** Whatever publishes the whole elsewhere may answer here that it has nothing to do; what is live tells. */
const whole = ARTICLE.map((attempt) => ({ ...attempt, publishesNewest: false, harmless: true }))

const apart: CollectionConfig = {
  ...articles,
  versions: { drafts: { localizeStatus: true }, maxPerDoc: 50 },
  fields: [...articles.fields, { name: 'level', type: 'text' }],
}

/** Of French. In the last one English was never live. */
const STATES = ['no review', 'in review', 'approved', 'approved then edited', 'English not live'] as const
type State = (typeof STATES)[number]

describeDatabases('approvals: no path around where languages are published apart', (database) => {
  let site: ApprovalSite
  const counts = noCounts()
  beforeAll(async () => {
    site = await approvalSite(database, { articles: apart, apart: true })
  })
  afterAll(async () => {
    leaveResults('approvals-languages', database.name, counts)
    if (site) await settleRefusals(site.payload)
    await site?.stop()
  })

  const path = (id: unknown, action: string): string =>
    `/governance/approvals/collections/articles/${String(id)}/${action}?locale=fr`
  const approveFrench = async (id: unknown): Promise<void> => {
    const { body } = await site.rest('POST', path(id, 'submit'), { as: site.author, body: {} })
    const decision = { hash: body.hash, attested: true }
    const answer = await site.rest('POST', path(id, 'approve'), { as: site.administrator, body: decision })
    if (answer.status !== 200) throw new Error(`approve: ${answer.text}`)
  }
  const draft = async (id: unknown, locale: string, data: object): Promise<void> => {
    const address = `/articles/${String(id)}?draft=true&locale=${locale}`
    const saved = await site.rest('PATCH', address, { as: site.author, body: data })
    if (saved.status !== 200) throw new Error(`draft: ${saved.text}`)
  }

  let serial = 0
  const fixture = async (state: State): Promise<number | string> => {
    serial += 1
    const text = (word: string) => ({ en: `${word} ${serial}`, fr: `${word} ${serial} (fr)` })
    let id: number | string
    if (state === 'English not live') {
      const body = { title: text('Next').en }
      const made = await site.rest('POST', '/articles?draft=true&locale=en', { as: site.author, body })
      id = made.body.doc.id
      await draft(id, 'fr', { title: text('Now').fr })
      await approveFrench(id)
      await site.rest('POST', path(id, 'publish'), { as: site.author, body: {} })
    } else {
      const data = { title: text('Now').en, level: 'A' }
      const locales = { fr: { title: text('Now').fr } }
      const made = await publishAsHost(site.payload, {
        collection: 'articles',
        data,
        locales,
        reason: 'Fixture',
      })
      id = made.id
      await draft(id, 'en', { title: text('Next').en })
    }
    await draft(id, 'fr', { title: text('Next').fr })
    if (state === 'in review') await site.rest('POST', path(id, 'submit'), { as: site.author, body: {} })
    if (state.startsWith('approved')) await approveFrench(id)
    if (state === 'approved then edited') await draft(id, 'fr', { title: `Later ${serial}` })
    return id
  }

  /** `live` is what visitors get when they ask for all languages. */
  const snapshot = async ({ id }: Target): Promise<Snapshot> => {
    const doc = (await site.payload.db.findOne({
      collection: 'articles',
      where: { id: { equals: id } },
    })) as any
    const status = (doc?._status ?? {}) as Record<string, string>
    const live = Object.values(status).includes('published') && !doc.deletedAt
    const { updatedAt: _at, publishedAt: _published, ...fields } = doc ?? {}
    // MongoDB keeps an empty object for a field with languages that has none.
    const isEmpty = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && Object.keys(value).length === 0
    const content = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)))
    const { docs } = await site.payload.db.find({ collection: 'articles', limit: 5000, pagination: false })
    return {
      live: live ? canonicalJSON(content) : 'not live',
      versions: await countVersions(site, { slug: 'articles', id }),
      liveDocs: (docs as any[]).filter(
        (one) => Object.values(one._status ?? {}).includes('published') && !one.deletedAt,
      ).length,
    }
  }

  const walk = async (state: State): Promise<string[]> => {
    const attempts = [...FRENCH, ...OTHERS, ...whole]
    const tries = sample(attempts, { name: state, index: STATES.indexOf(state) }, await everybody(site))
    const ground: Ground<Snapshot> = {
      state,
      fixture: async () => ({ slug: 'articles', id: await fixture(state) }),
      snapshot,
      // The French that is approved, and not a word of English beside it.
      isApproved: (before, after) =>
        after.live === before.live.replace(`Now ${serial} (fr)`, `Next ${serial} (fr)`),
      shouldBeRefused: ({ publishesNewest }) => state !== 'approved' && publishesNewest === true,
      isSpent: (answer, before, after) => !answer.refused || JSON.stringify(after) !== JSON.stringify(before),
    }
    return judge(site, tries, ground, counts)
  }

  for (const state of STATES) {
    it(`lets out one language at most, the one that is approved: ${state}`, async () => {
      expect(await walk(state)).toEqual([])
    }, 1_800_000)
  }
})
