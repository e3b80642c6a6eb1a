import { afterAll, beforeAll, expect, it } from 'vitest'

import { publishAsHost } from '../../../src/index.js'
import { settleRefusals } from '../../../src/capabilities/approvals/index.js'
import { findRows } from '../../../src/platform/db.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { ARTICLE, type Attempt, BANNER, sample, type State, STATES } from './attempts.js'
import { type Ground, judge, noCounts, type Snapshot } from './judge.js'
import {
  type ApprovalSite,
  approvalSite,
  countVersions,
  everybody,
  liveContent,
  type Target,
} from './site.js'

describeDatabases('approvals: no path around', (database) => {
  let site: ApprovalSite
  const counts = noCounts()
  beforeAll(async () => {
    site = await approvalSite(database)
  })
  afterAll(async () => {
    leaveResults('approvals', database.name, counts)
    await settleRefusals(site.payload)
    await site?.stop()
  })

  const field = (target: Target): string => (target.id === undefined ? 'text' : 'title')

  const host = async (target: Target | { slug: 'articles' }, text: string): Promise<number | string> => {
    const name = target.slug === 'banner' ? 'text' : 'title'
    const options =
      target.slug === 'banner' ? { global: 'banner' } : { collection: 'articles', id: (target as Target).id }
    const doc = await publishAsHost(site.payload, {
      ...options,
      data: { [name]: text },
      locales: { fr: { [name]: `${text} (fr)` } },
      reason: 'Fixture',
    } as never)
    return doc.id
  }

  const edit = async (target: Target, text: string, locale: string): Promise<void> => {
    const common = {
      data: { [field(target)]: text },
      draft: true,
      locale,
      user: {
        ...(await site.payload.findByID({ collection: 'users', id: site.author.id })),
        collection: 'users',
      },
    }
    if (target.id === undefined) await site.payload.updateGlobal({ ...common, slug: target.slug } as never)
    else await site.payload.update({ ...common, collection: target.slug, id: target.id } as never)
  }

  let serial = 0
  /** Live as "Now n", once live as "Before n"; with a draft "Next n" in the state. */
  const fixture = async (state: State, global = false): Promise<Target> => {
    serial += 1
    if (global) {
      // One document only: what was left of the last state goes first.
      const open = await site.status(site.administrator, { slug: 'banner' })
      if (open.actions?.includes('withdraw'))
        await site.act('withdraw', site.administrator, { slug: 'banner' })
    }
    const first: Target = global
      ? { slug: 'banner' }
      : { slug: 'articles', id: await host({ slug: 'articles' }, `Before ${serial}`) }
    if (global) await host(first, `Before ${serial}`)
    await host(first, `Now ${serial}`)
    if (state === 'live, no draft') return first
    await edit(first, `Next ${serial}`, 'en')
    await edit(first, `Next ${serial} (fr)`, 'fr')
    if (state === 'no review') return first
    if (state === 'in review') await site.act('submit', site.author, first)
    else await site.approved(first)
    if (state === 'approved then edited') await edit(first, `Later ${serial}`, 'fr')
    return first
  }

  interface StateSnapshot extends Snapshot {
    state: string
    hash: string
  }
  const snapshot = async (target: Target): Promise<StateSnapshot> => {
    const status = await site.status(site.author, target)
    const liveDocs = await site.payload.db.count({
      collection: 'articles',
      where: { and: [{ _status: { equals: 'published' } }, { deletedAt: { exists: false } }] },
    })
    return {
      live: await liveContent(site, target),
      versions: await countVersions(site, target),
      liveDocs: liveDocs.totalDocs,
      state: status.state,
      hash: status.hash,
    }
  }

  const walk = async (attempts: Attempt[], state: State, global: boolean): Promise<string[]> => {
    const tries = sample(attempts, { name: state, index: STATES.indexOf(state) }, await everybody(site))
    const mayPass = (attempt: Attempt): boolean | undefined =>
      attempt.harmless ||
      (attempt.publishesNewest && (state === 'approved' || state === 'live, no draft')) ||
      (attempt.copiesNewest && state !== 'live, no draft')
    const ground: Ground<StateSnapshot> = {
      state,
      fixture: () => fixture(state, global),
      snapshot,
      isApproved: (_before, { live }) =>
        live.includes(`Next ${serial}`) && live.includes(`Next ${serial} (fr)`),
      shouldBeRefused: (attempt, changed) => !mayPass(attempt) && !changed,
      isSpent: (_answer, before, after) => JSON.stringify(after) !== JSON.stringify(before),
    }
    return judge(site, tries, ground, counts)
  }

  for (const state of STATES) {
    it(`refuses or renders harmless the ways with a document: ${state}`, async () => {
      expect(await walk(ARTICLE, state, false)).toEqual([])
    }, 1_800_000)
    it(`refuses or renders harmless the ways with a global: ${state}`, async () => {
      expect(await walk(BANNER, state, true)).toEqual([])
    }, 600_000)
  }

  it('puts refusals on the ledger, those of bulk operations and the Local API too', async () => {
    await settleRefusals(site.payload)
    const refusals = await findRows(
      { payload: site.payload },
      'gov-ledger',
      { action: { equals: 'approvals.refused' } },
      { limit: 5000 },
    )
    expect(refusals.length).toBeGreaterThan(30)
    const kinds = new Set(refusals.map(({ actorKind }) => actorKind))
    for (const kind of ['staff', 'system', 'member', 'visitor']) expect(kinds).toContain(kind)
  })
})
