import { GovernanceError } from '../../kernel/errors.js'
import { timeZoneOf } from '../../platform/clock.js'
import { findRows, type Row } from '../../platform/db.js'
import { type Reference, referencesIn } from '../../platform/references.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { RIGHTS_FIELD } from './mediaFields.js'
import type { SanitizedMedia } from './mediaOptions.js'
import { graveProblemsOf, type Rights, type RightsProblem, type RightsRules } from './mediaRights.js'
import { configOf } from './store.js'
import type { Doc, Target } from './target.js'

/** Refuses content whose media must not be published. @throws GovernanceError `mediaRights` */
export type MediaGuard = (ctx: Context, target: Target, doc: Doc, language?: string) => Promise<void>

/** Media that people use, with the collections that hold them; which ones is known once the site's config is. */
export interface MediaScope {
  media: SanitizedMedia
  collections: () => readonly string[]
}

export const rulesFor = ({ payload }: Context, { licences }: SanitizedMedia): RightsRules => ({
  now: nowOf(payload),
  timeZone: timeZoneOf(payload),
  licences: licences.map(({ value }) => value),
})

interface Bad {
  collection: string
  row: Row
  problems: RightsProblem[]
}

const nameOf = (ctx: Context, collection: string, row: Row): string => {
  const title = ctx.payload.collections[collection as never]?.config.admin.useAsTitle
  const value = title && title !== 'id' ? row[title] : undefined
  const own = typeof value === 'object' && value !== null ? Object.values(value as object)[0] : value
  return typeof own === 'string' && own ? own : String(row.filename ?? row.id)
}

const refusal = (ctx: Context, bad: Bad[], language: string): GovernanceError => {
  const t = translatorFor(ctx.payload, language)
  const said = bad.map(({ collection, row, problems }) =>
    t('governance:approvals:media:medium', {
      title: nameOf(ctx, collection, row),
      number: `${collection} ${row.id}`,
      problems: problems
        .map((one) => t(`governance:approvals:media:problem:${one}`).toLowerCase())
        .join(', '),
    }),
  )
  const media = said.join('; ')
  return new GovernanceError(
    'mediaRights',
    `This content uses media without a valid licence: ${media}. Complete their rights, or use other media.`,
    { media },
    {
      media: bad.map(({ collection, row, problems }) => ({ collection, id: row.id, problems })),
    },
  )
}

const used = (ctx: Context, target: Target, doc: Doc, scope: ReadonlySet<string>): Reference[] => {
  const refs = referencesIn(ctx.payload, configOf(ctx.payload, target).flattenedFields, doc, scope)
  return refs.filter(({ collection, id }) => collection !== target.slug || String(id) !== String(target.id))
}

/** Fails closed: media that cannot be read let nothing pass. What refers to nothing shows nothing. */
export const mediaGuard =
  ({ media, collections }: MediaScope): MediaGuard =>
  async (ctx, target, doc, language) => {
    const scope = new Set(collections())
    if (!media.on || !media.enforce || scope.size === 0) return
    const rules = rulesFor(ctx, media)
    const bad: Bad[] = []
    const judge = (collection: string, row: Row): void => {
      const problems = graveProblemsOf(row[RIGHTS_FIELD] as null | Rights, rules)
      if (problems.length > 0) bad.push({ collection, row, problems })
    }
    // A medium that is governed itself goes live with its own rights.
    if (target.kind === 'collection' && scope.has(target.slug)) judge(target.slug, doc as Row)
    const refs = used(ctx, target, doc, scope)
    for (const collection of new Set(refs.map((ref) => ref.collection))) {
      const ids = refs.filter((ref) => ref.collection === collection).map(({ id }) => id)
      const rows = await findRows(ctx, collection, { id: { in: ids } }, { limit: ids.length })
      for (const row of rows) judge(collection, row)
    }
    if (bad.length > 0) throw refusal(ctx, bad, language ?? ctx.req?.i18n?.language ?? 'en')
  }
