import { afterAll, beforeAll, expect, it } from 'vitest'

import { settleRefusals } from '../../../src/capabilities/approvals/index.js'
import { findRows, type Row } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import type { Person } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { ARTICLE, type Attempt, type Caller, callersOf } from '../approvals/attempts.js'
import { FRENCH, OTHERS } from '../approvals/attemptsApart.js'
import { type ApprovalSite, approvalSite, everybody } from '../approvals/site.js'
import { leaveResults } from '../results.js'
import { aimedAtVersions, FORGED, forgedRow, VERSIONS } from './aimed.js'
import { publishNotice } from './publishing.js'

/** There are no mutations of it at all. */
const NO_MUTATION = /^Cannot query field "\w*GovNoticeVersions?" on type "Mutation"/
/** It has no versions to restore, and no copies. */
const NO_SUCH_THING = ['Local restore a published version', 'Local duplicate']

interface Answered {
  status?: number
  errors?: { message?: string; id?: unknown }[]
}
/** Of a document in bulk the seal’s own sentence is told. */
const codeOf = ({ message = '', id }: { message?: string; id?: unknown } = {}): string =>
  id !== undefined && / are evidence: /.test(message) ? 'appendOnly' : message

interface Outcome {
  refused: boolean
  code?: string
}

describeDatabases('a published version of a notice: no path changes it', (database) => {
  let site: ApprovalSite
  let boss: Person
  let row: Row
  const counts = { publishedVersionChanges: 0, writePathsTried: 0, writeAttempts: 0 }
  beforeAll(async () => {
    site = await approvalSite(database)
    const officer = await site.person('officer', ['privacy-officer'])
    boss = await site.person('boss', ['aed', 'ed', 'privacy-officer'])
    await publishNotice(site, officer, 'first')
    await publishNotice(site, officer, 'second')
    row = (await rows())[0]!
  })
  afterAll(async () => {
    leaveResults('notices', database.name, counts)
    if (site) await settleRefusals(site.payload)
    await site?.stop()
  })

  const rows = () => findRows({ payload: site.payload }, VERSIONS, {}, { limit: 0, sort: 'number' })
  /** As stored, to the last column, and as readers get them. */
  const published = async (): Promise<string> => {
    const pages = ['', '&version=1', '/versions'].map((path) =>
      site.rest(
        'GET',
        path === '/versions' ? '/info/notice/versions?format=json' : `/info/notice?format=json${path}`,
      ),
    )
    return JSON.stringify([await rows(), ...(await Promise.all(pages)).map(({ text }) => text)])
  }

  const statuses: number[] = []
  /** The site, noting with what REST answers. */
  const noting = (): ApprovalSite => ({
    ...site,
    rest: async (...call) => {
      const answer = await site.rest(...call)
      statuses.push(answer.status)
      return answer
    },
  })
  /** Whether it was refused for what it is: an attempt that failed otherwise has tried nothing. */
  const isRefusal = (what: string, { refused, code }: Outcome): boolean => {
    if (!refused) return false
    if (code === 'appendOnly' || NO_MUTATION.test(code ?? '')) return true
    if (NO_SUCH_THING.some((name) => what.startsWith(name))) return true
    return [undefined, 'notFound'].includes(code) && statuses.every((status) => [403, 404].includes(status))
  }

  /** Names what changed something, passed without a word, or was refused for another reason; adds to the counts. */
  const judge = async (what: string, attempt: () => Promise<Outcome>): Promise<string[]> => {
    const before = await published()
    statuses.length = 0
    const outcome = await attempt().catch((error: unknown) => ({
      refused: true,
      code: (error as { code?: string }).code ?? String(error),
    }))
    const said = `${what}: ${outcome.refused ? 'refused' : 'passed'}, ${outcome.code} ${statuses.join()}`
    counts.writeAttempts += 1
    // What asks below is none of the attempt.
    const refused = isRefusal(what, outcome)
    const changed = (await published()) !== before
    if (changed) counts.publishedVersionChanges += 1
    return [...(changed ? [`${what}: changed something`] : []), ...(refused ? [] : [said])]
  }

  it('through the doors that it has', async () => {
    const { payload, rest } = noting()
    const slug = VERSIONS as never
    const data = FORGED as never
    const where = { number: { exists: true } }
    const attempts: Record<string, () => Promise<unknown>> = {
      'REST update': () => rest('PATCH', `/gov-notice-versions/${row.id}`, { as: boss, body: data }),
      'REST bulk update': () =>
        rest('PATCH', '/gov-notice-versions?where[number][exists]=true', { as: boss, body: data }),
      'REST create': () =>
        rest('POST', '/gov-notice-versions', {
          as: boss,
          body: { ...row, id: undefined, ...forgedRow() },
        }),
      'REST delete': () => rest('DELETE', `/gov-notice-versions/${row.id}`, { as: boss }),
      'REST bulk delete': () =>
        rest('DELETE', '/gov-notice-versions?where[number][exists]=true', { as: boss }),
      'REST duplicate': () =>
        rest('POST', `/gov-notice-versions/${row.id}/duplicate`, { as: boss, body: {} }),
      'GraphQL update': () =>
        site.graphql(
          `mutation { updateGovNoticeVersion(id: ${typeof row.id === 'number' ? row.id : `"${row.id}"`}, data: { number: 5 }) { id } }`,
          { as: boss },
        ),
      'GraphQL delete': () =>
        site.graphql(
          `mutation { deleteGovNoticeVersion(id: ${typeof row.id === 'number' ? row.id : `"${row.id}"`}) { id } }`,
          { as: boss },
        ),
      'Local update': () => payload.update({ collection: slug, id: row.id, data, overrideAccess: true }),
      'Local bulk update': () => payload.update({ collection: slug, where, data, overrideAccess: true }),
      'Local delete': () => payload.delete({ collection: slug, id: row.id, overrideAccess: true }),
      'Local bulk delete': () => payload.delete({ collection: slug, where, overrideAccess: true }),
      'Local create': () =>
        payload.create({
          collection: slug,
          data: forgedRow() as never,
          overrideAccess: true,
        }),
      'db.create': () =>
        payload.db.create({
          collection: slug,
          data: forgedRow(),
        }),
      'db.updateOne': () => payload.db.updateOne({ collection: slug, id: row.id, data }),
      'db.updateMany': () => payload.db.updateMany({ collection: slug, where, data }),
      'db.upsert': () => payload.db.upsert({ collection: slug, where: { id: { equals: row.id } }, data }),
      'db.deleteOne': () => payload.db.deleteOne({ collection: slug, where: { id: { equals: row.id } } }),
      'db.deleteMany': () => payload.db.deleteMany({ collection: slug, where }),
    }
    const problems: string[] = []
    for (const [name, attempt] of Object.entries(attempts))
      problems.push(
        ...(await judge(name, async () => {
          const { status = 0, errors = [] } = (await attempt()) as Answered
          // GraphQL says why in its message, REST by its status, the Local API for each document.
          return {
            refused: status >= 400 || errors.length > 0,
            ...(status ? {} : { code: codeOf(errors[0]) }),
          }
        })),
      )
    counts.writePathsTried += Object.keys(attempts).length
    expect(problems).toEqual([])
  })

  it('through every path of the matrix of approvals, in whoever’s name', async () => {
    const aimed = aimedAtVersions(noting())
    const staff: Caller[] = [
      {
        name: 'boss',
        as: boss,
        user: { ...(await site.payload.findByID({ collection: 'users', id: boss.id })), collection: 'users' },
      },
    ]
    const callers = [...(await everybody(site)), ...staff]
    const paths: Attempt[] = [...ARTICLE, ...FRENCH, ...OTHERS]
    const problems: string[] = []
    for (const [index, attempt] of paths.entries()) {
      const able = callersOf(attempt, callers)
      // Whoever may most, and each of the others in turn; everybody with FULL=1.
      const tried = process.env.FULL === '1' ? able : [able.at(-1)!, able[index % able.length]!]
      for (const who of new Set(tried))
        problems.push(
          ...(await judge(`${attempt.name} × ${who.name}`, () =>
            attempt.run(aimed, { slug: VERSIONS, id: row.id }, who),
          )),
        )
    }
    counts.writePathsTried += paths.length
    expect(problems).toEqual([])
  }, 600_000)

  it('and they do reach it: without its seal, the site’s own code would have changed it', async () => {
    const aimed = aimedAtVersions(site)
    const { seals } = runtimeOf(site.payload)
    const at = seals.findIndex(({ key }) => key === 'append-only')
    const [seal] = seals.splice(at, 1)
    const changed: string[] = []
    try {
      for (const attempt of ARTICLE.filter(({ local }) => local)) {
        const { id } = await site.payload.db.create({ collection: VERSIONS, data: forgedRow() })
        const before = await published()
        await attempt.run(aimed, { slug: VERSIONS, id }, { name: 'system' }).catch(() => undefined)
        if ((await published()) !== before) changed.push(attempt.name)
      }
    } finally {
      seals.splice(at, 0, seal!)
    }
    const known = ARTICLE.filter(({ local }) => local).map(({ name }) => name)
    // It has no versions to restore, and a copy is refused by its unique key.
    const schema = ['Local restore a published version', 'Local duplicate']
    expect(known.filter((name) => !changed.includes(name))).toEqual(schema)
  })
})
