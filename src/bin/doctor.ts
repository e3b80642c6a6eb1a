import { command, portOf } from './command.js'
import type { OverviewCommands } from '../platform/setUp.js'

/** `payload governance:doctor`: what is governed, who is missing, what was added, what to do next. 1 when not well. */
export const script = command({}, async (payload, _given, { locale }) => {
  const { well, lines } = await portOf<OverviewCommands>(payload, 'overview').checkup({ payload }, locale)
  for (const line of lines) console.log(line)
  return well
})
