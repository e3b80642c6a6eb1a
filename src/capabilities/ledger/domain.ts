import { hashOf, keyedHash } from '../../kernel/canonical.js'

/** What the chain commits to. Personal values are not here, only keyed commitments to them. */
export interface EntryContent {
  key: string
  at: string
  action: string
  subject: string
  actorKind: string
  actorRef: null | string
  actorRoles: string[]
  facts: Record<string, unknown>
  commitments: Record<string, string>
  scope: null | string
}

export const GENESIS = '0'.repeat(64)

/** SHA-256 over sequence, previous hash and content, as canonical JSON. */
export const entryHash = (sequence: number, previousHash: string, content: EntryContent): string =>
  hashOf({ sequence, previousHash, content })

/** Keyed with a salt of its own, so that erasing the salt with the value makes the commitment meaningless. */
export const commitmentOf = (salt: string, name: string, value: string): string =>
  keyedHash(salt, `${name}:${value}`)

export const contentOf = (row: Record<string, unknown>): EntryContent => ({
  key: String(row.key),
  at: new Date(row.at as string).toISOString(),
  action: String(row.action),
  subject: String(row.subject),
  actorKind: String(row.actorKind),
  actorRef: (row.actorRef as string | null) ?? null,
  actorRoles: (row.actorRoles as string[] | null) ?? [],
  facts: (row.facts as Record<string, unknown> | null) ?? {},
  commitments: (row.commitments as Record<string, string> | null) ?? {},
  scope: (row.scope as string | null) ?? null,
})

export interface SealedEntry {
  sequence: number
  previousHash: string
  hash: string
  content: EntryContent
}
export type Finding =
  | { ok: false; at: number; problem: 'edited' | 'gap' | 'relinked' }
  | { ok: true; count: number; head: string }

/** Walks sealed entries in order of sequence; names the first one that does not fit. */
export const verifyChain = (
  entries: Iterable<SealedEntry>,
  from: { sequence: number; hash: string } = { sequence: 0, hash: GENESIS },
): Finding => {
  let { sequence, hash } = from
  let count = 0
  for (const entry of entries) {
    if (entry.sequence !== sequence + 1) return { ok: false, at: sequence + 1, problem: 'gap' }
    if (entry.previousHash !== hash) return { ok: false, at: entry.sequence, problem: 'relinked' }
    if (entryHash(entry.sequence, entry.previousHash, entry.content) !== entry.hash)
      return { ok: false, at: entry.sequence, problem: 'edited' }
    sequence = entry.sequence
    hash = entry.hash
    count += 1
  }
  return { ok: true, count, head: hash }
}
