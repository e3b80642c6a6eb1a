import type { DatabaseAdapter } from 'payload'

type Query = Parameters<DatabaseAdapter['queryDrafts']>[0]

/** `said` as the SQL adapters look for it when they list drafts. */
const alsoOfVersions = (joins: Query['joins']): Query['joins'] =>
  joins && {
    ...joins,
    ...Object.fromEntries(Object.entries(joins).map(([path, query]) => [`version.${path}`, query])),
  }

/**
 * On SQL a list of drafts (`?draft=true`) looks its joins up as `version.<path>`, where Payload (3.90.2) has put the
 * conditions of access under `<path>`: whoever listed drafts got what is joined below them without any, the ids of
 * hidden comments as well. Told under both names, the conditions hold.
 */
export const withDraftJoins = (adapter: DatabaseAdapter): void => {
  const queryDrafts = adapter.queryDrafts.bind(adapter) as DatabaseAdapter['queryDrafts']
  adapter.queryDrafts = ((args: Query) =>
    queryDrafts({ ...args, joins: alsoOfVersions(args.joins) } as never)) as DatabaseAdapter['queryDrafts']
}
