import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../../.results/retention.json', import.meta.url))

/** Puts one part of the counts into `test/.results/retention.json`, beside what other suites put there. */
export const record = (key: string, value: object): void => {
  mkdirSync(fileURLToPath(new URL('../../.results', import.meta.url)), { recursive: true })
  const known = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8') || '{}') as Record<string, object>)
    : {}
  writeFileSync(file, `${JSON.stringify({ ...known, [key]: { ...known[key], ...value } }, null, 2)}\n`)
}
