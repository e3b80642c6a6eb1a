import type { Payload } from 'payload'

/** Pieces of SQL in which the two databases differ. */
interface Dialect {
  /** Numbers `n` from 0, so many of them. */
  serials: (count: number) => string
  /** The moment that belongs to `n`, so many steps of ten milliseconds later. */
  moment: (later: number) => string
  /** The state of a letter, and of a version of one. */
  state: (version: boolean) => string
  run: (payload: Payload, statement: string) => Promise<unknown>
}

const START = Date.parse('2025-01-01T00:00:00.000Z') / 1000

interface Pooled {
  pool: { query: (text: string) => Promise<unknown> }
}
interface Client {
  client: { execute: (text: string) => Promise<unknown> }
}

const postgres: Dialect = {
  serials: (count) => `generate_series(0, ${count - 1}) as serials(n)`,
  moment: (later) => `to_timestamp(${START} + (n + ${later}) * 0.01)`,
  state: (version) => `'published'::${version ? 'enum__letters_v_version_status' : 'enum_letters_status'}`,
  run: (payload, statement) => (payload.db as unknown as Pooled).pool.query(statement),
}

const sqlite: Dialect = {
  serials: (count) =>
    `(with recursive s(n) as (select 0 union all select n + 1 from s where n < ${count - 1}) select n from s)`,
  moment: (later) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${START} + (n + ${later}) * 0.01, 'unixepoch')`,
  state: () => `'published'`,
  run: (payload, statement) => (payload.db as unknown as Client).client.execute(statement),
}

/**
 * So many letters with two versions each, every other one with the document of a file, in four statements: a million of
 * them is there in a minute or two. @returns false where the database has no such statements
 */
export const fillSets = async (payload: Payload, count: number, words: string): Promise<boolean> => {
  const dialect = { postgres, sqlite }[payload.db.name]
  if (!dialect) return false
  const { serials, moment, state } = dialect
  const [now, due, name] = [moment(0), moment(1), `'scan-' || n || '.txt'`]
  const run = (statement: string): Promise<unknown> => dialect.run(payload, statement)
  await run(`insert into scans (filename, mime_type, filesize, url, created_at, updated_at)
    select ${name}, 'text/plain', 18, '/api/scans/file/' || ${name}, ${now}, ${now}
    from ${serials(count)} where n % 2 = 0 order by n`)
  await run(`insert into letters (words, _status, scan_id, created_at, updated_at, delete_after)
    select '${words}', ${state(false)}, scans.id, ${now}, ${now}, ${due}
    from ${serials(count)} left join scans on n % 2 = 0 and filename = ${name} order by n`)
  for (const latest of [false, true])
    await run(`insert into _letters_v (parent_id, latest, version_words, version__status, version_scan_id,
        version_created_at, version_updated_at, created_at, updated_at)
      select id, ${latest}, words, ${state(true)}, scan_id, created_at, updated_at, created_at, updated_at
      from letters order by id`)
  return true
}
