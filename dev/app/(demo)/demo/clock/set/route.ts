import { governanceTick } from 'payload-plugin-governance'

import { type ClockStep, clockSteps, moveClock } from '../../../../../clock.js'
import { refusal, seeOther } from '../../../../../demo/posting.js'
import { openPayload } from '../../../../../site/content.js'
import { isLocale } from '../../../../../site/locales.js'

const isStep = (value: unknown): value is ClockStep => clockSteps.includes(value as ClockStep)

/**
 * Moves the demo clock (`step` = 1h, 1d, 3mo or reset) and runs at once what has become due.
 * Answers with the clock page, or with JSON `{ now, report }` when that is what was asked for.
 */
export const POST = async (request: Request): Promise<Response> => {
  const refused = refusal(request)
  if (refused) return refused
  const form = await request.formData()
  const step = form.get('step')
  if (!isStep(step)) return new Response(`step must be one of ${clockSteps.join(', ')}`, { status: 400 })
  const lang = form.get('lang')
  const locale = isLocale(lang) ? lang : 'en'
  const now = moveClock(step)
  const payload = await openPayload()
  let report: unknown = null
  let moved = 'done'
  try {
    // Twice: what the first round decides (an escalation) leaves as mail in the second.
    await governanceTick(payload, { force: true })
    report = await governanceTick(payload, { force: true })
  } catch (error) {
    payload.logger.error({ err: error, msg: 'What was due after moving the demo clock did not all run' })
    moved = 'failed'
  }
  if (request.headers.get('accept')?.includes('application/json')) {
    return Response.json({ now: now.toISOString(), moved, report })
  }
  return seeOther(`/demo/clock?lang=${locale}&moved=${moved}`)
}
