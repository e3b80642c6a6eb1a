import { type Context, runtimeOf } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import type { Checkup } from '../../platform/setUp.js'
import { settingsOf } from '../../platform/settings.js'
import { allMissing } from './missing.js'

/** What is governed, who is missing, what was added, what to do next. English, for a terminal. */
export const checkup = async (ctx: Context): Promise<Checkup> => {
  const { capabilities, added, options } = runtimeOf(ctx.payload)
  const t = translatorFor(ctx.payload, 'en')
  const settings = await settingsOf(ctx.payload)
  const lines: string[] = ['GOVERNED']
  let well = true
  for (const capability of capabilities) {
    if (!capability.doctor) continue
    try {
      for (const line of await capability.doctor(ctx)) lines.push(`  ${line}`)
    } catch (error) {
      well = false
      lines.push(
        `  ${capability.key}: could not be asked (${error instanceof Error ? error.message : String(error)})`,
      )
    }
  }
  lines.push(`  Time zone: ${options.timeZone}`)
  lines.push(settings.setUpAt ? `  Set up on ${settings.setUpAt.slice(0, 10)}` : '  Not set up yet')
  const missing = await allMissing(ctx)
  lines.push('', 'MISSING')
  if (missing.length === 0) lines.push('  Nothing.')
  for (const { key, values } of missing) lines.push(`  ${t(key, values)}`)
  lines.push('', 'ADDED')
  lines.push(`  Collections: ${added.join(', ')}`, '  Global: gov-settings')
  lines.push('', 'WHAT TO DO NEXT')
  lines.push(
    missing.length === 0
      ? '  Nothing. Look again after each change of staff.'
      : `  Sign in at ${ctx.payload.config.routes.admin}/governance/setup, or run: payload governance:setup`,
  )
  return { well: well && missing.length === 0, lines }
}
