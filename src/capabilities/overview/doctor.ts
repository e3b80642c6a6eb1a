import { rawDb } from '../../platform/db.js'
import { isUnmigrated } from '../../platform/databases/index.js'
import { missingOptions } from '../../platform/databases/sqlite.js'
import { reasonOf } from '../../platform/failure.js'
import { type Context, type Missing, runtimeOf, SETUP_PATH, type Translate } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import type { Checkup } from '../../platform/setUp.js'
import { settingsOf } from '../../platform/settings.js'
import { allMissing } from './missing.js'

const K = 'governance:terminal:doctor'

const sqliteLines = ({ payload }: Context, t: Translate): string[] => {
  const missing = missingOptions(rawDb(payload))
  return [
    ...(missing.autoIncrement ? [t(`${K}:sqliteIds`)] : []),
    ...(missing.busyTimeout ? [t(`${K}:sqliteBusy`)] : []),
  ]
}

/** What to do about each thing that is missing, and where; the set-up once for all that is done there. */
const todo = ({ payload }: Context, t: Translate, missing: Missing[]): string[] => {
  const { admin } = payload.config.routes
  const addressOf = (href: string): string =>
    href.startsWith(`${admin}/`) || /^https?:/.test(href) ? href : `${admin}${href}`
  const lines = missing.map(({ key, values, href, todo: what }) => {
    const address = href === undefined ? '' : addressOf(href)
    if (href === SETUP_PATH) return t(`${K}:doSetUp`, { address })
    if (what) return t(what, { address })
    return address ? t(`${K}:doOther`, { what: t(key, values), address }) : t(key, values)
  })
  return [...new Set([...lines, ...sqliteLines({ payload }, t)])]
}

/** What is governed, who is missing, what was added, what to do next, for a terminal. */
export const checkup = async (ctx: Context, locale: 'en' | 'fr' = 'en'): Promise<Checkup> => {
  const { capabilities, added, addedFields, options } = runtimeOf(ctx.payload)
  const t = translatorFor(ctx.payload, locale)
  const settings = await settingsOf(ctx.payload)
  const lines: string[] = [t(`${K}:governed`)]
  let well = true
  for (const { doctor, key } of capabilities) {
    if (!doctor) continue
    try {
      for (const line of await doctor({ ...ctx, t, locale })) lines.push(`  ${line}`)
    } catch (error) {
      if (isUnmigrated(error)) throw error
      well = false
      lines.push(`  ${t(`${K}:unasked`, { capability: key, reason: reasonOf(error) })}`)
    }
  }
  lines.push(`  ${t(`${K}:timeZone`, { zone: options.timeZone })}`)
  const day = settings.setUpAt?.slice(0, 10)
  lines.push(`  ${day ? t(`${K}:setUpOn`, { day }) : t(`${K}:notSetUp`)}`)
  const missing = await allMissing(ctx)
  lines.push('', t(`${K}:missing`))
  if (missing.length === 0) lines.push(`  ${t(`${K}:nothing`)}`)
  for (const { key, values } of missing) lines.push(`  ${t(key, values)}`)
  lines.push('', t(`${K}:added`))
  lines.push(
    `  ${t(`${K}:collections`, { slugs: added.join(', ') })}`,
    `  ${t(`${K}:global`, { slug: 'gov-settings' })}`,
    ...Object.entries(addedFields).map(
      ([slug, names]) => `  ${t(`${K}:fields`, { slug, names: names.join(', ') })}`,
    ),
  )
  lines.push('', t(`${K}:next`))
  const next = todo(ctx, t, missing)
  for (const line of next.length > 0 ? next : [t(`${K}:well`)]) lines.push(`  ${line}`)
  return { well: well && missing.length === 0, lines }
}
