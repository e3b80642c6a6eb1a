import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const COMMANDS = ['setup', 'doctor', 'ledger', 'retention'] as const

/**
 * Commands of Payload's own command line: `payload governance:setup`, `:doctor`, `:ledger verify`, `:retention plan`.
 * The files lie beside this one, as .ts in the source and as .js in the package. (No `new URL('./…')`, which bundlers
 * take for an asset.)
 */
export const bins = (): { key: string; scriptPath: string }[] => {
  const here = fileURLToPath(import.meta.url)
  return COMMANDS.map((name) => ({
    key: `governance:${name}`,
    // Bundlers of the host must not take this for files to trace: the whole project would be.
    scriptPath: join(/*turbopackIgnore: true*/ dirname(here), `${name}${extname(here)}`),
  }))
}
