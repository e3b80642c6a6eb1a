import { LEGS, wantedLegs } from './legs.js'
import { startServers } from './servers.js'

/** Starts the databases once per run; what is returned stops them. */
export default async function setup(): Promise<() => Promise<void>> {
  const began = Date.now()
  const { states, stop } = await startServers(wantedLegs(), { brief: true })
  const ready = LEGS.filter((leg) => states[leg].ready)
  process.stdout.write(
    `Databases: ${ready.join(', ') || 'none'} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`,
  )
  for (const leg of LEGS) {
    const state = states[leg]
    if (!state.ready) process.stdout.write(`Not available: ${leg} (${state.reason})\n`)
  }
  return stop
}
