import type { Config } from 'payload'

/** How the tests use one database; what is started for a run is in `postgres.ts` and `mongod.ts` beside. */
export interface Kind {
  /** Whether an address is one of this database. */
  owns: (uri: string) => boolean
  adapterFor: (uri: string) => Config['db']
  /** Makes an empty database below `base`, which a run has. */
  fresh: (base: string, name: string) => Promise<{ uri: string; drop: () => Promise<void> }>
}

/** The same server, another database. */
export const named = (base: string, name: string): string => {
  const url = new URL(base)
  url.pathname = `/${name}`
  return url.toString()
}
