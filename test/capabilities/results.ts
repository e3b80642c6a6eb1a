import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const directory = fileURLToPath(new URL('../.results/', import.meta.url))

/** Adds counts of one suite on one database to `test/.results/<name>.json`. */
export const leaveResults = (name: string, database: string, counts: Record<string, number>): void => {
  mkdirSync(directory, { recursive: true })
  const file = `${directory}${name}.json`
  let known: Record<string, Record<string, number>> = {}
  try {
    known = JSON.parse(readFileSync(file, 'utf8')) as typeof known
  } catch {
    // The first suite to count.
  }
  writeFileSync(
    file,
    `${JSON.stringify({ ...known, [database]: { ...known[database], ...counts } }, null, 2)}\n`,
  )
}
