import { type Context, runtimeOf } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import type { Checkup } from '../../platform/setUp.js'
import { settingsOf } from '../../platform/settings.js'
import { allMissing } from './missing.js'

const K = 'governance:terminal:doctor'

/** What is governed, who is missing, what was added, what to do next, for a terminal. */
export const checkup = async (ctx: Context, locale: 'en' | 'fr' = 'en'): Promise<Checkup> => {
  const { capabilities, added, options } = runtimeOf(ctx.payload)
  const t = translatorFor(ctx.payload, locale)
  const settings = await settingsOf(ctx.payload)
  const lines: string[] = [t(`${K}:governed`)]
  let well = true
  for (const { doctor, key } of capabilities) {
    if (!doctor) continue
    try {
      for (const line of await doctor({ ...ctx, t, locale })) lines.push(`  ${line}`)
    } catch (error) {
      well = false
      const reason = error instanceof Error ? error.message : String(error)
      lines.push(`  ${t(`${K}:unasked`, { capability: key, reason })}`)
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
  )
  lines.push('', t(`${K}:next`))
  const address = `${ctx.payload.config.routes.admin}/governance/setup`
  lines.push(`  ${missing.length === 0 ? t(`${K}:well`) : t(`${K}:doSetUp`, { address })}`)
  return { well: well && missing.length === 0, lines }
}
