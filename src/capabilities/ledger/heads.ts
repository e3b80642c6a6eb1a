import { createReadStream } from 'node:fs'
import { appendFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

import { dayIn } from '../../kernel/calendar.js'
import { isRecord } from '../../kernel/checks.js'
import type { ExportedHead } from '../../kernel/ledgerPort.js'
import { timeZoneOf } from '../../platform/clock.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import type { SanitizedLedger } from './options.js'
import { readMark, setMark } from './marks.js'
import { headMark } from './seal.js'

const HASH = /^[0-9a-f]{64}$/

/** `sequence:hash`, as the mail gives it. */
export const headFrom = (text: string): ExportedHead | null => {
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/i.exec(text.trim()) ?? []
  return sequence && hash ? { sequence: Number(sequence), hash: hash.toLowerCase() } : null
}

const headFromLine = (line: string): ExportedHead | null => {
  try {
    const read: unknown = JSON.parse(line)
    if (!isRecord(read) || !Number.isInteger(read.sequence) || !HASH.test(String(read.hash))) return null
    return read as unknown as ExportedHead
  } catch {
    return headFrom(line)
  }
}

/** The path on this machine; bundlers of the host must not take it for a file to pack. */
export const pathOf = (file: string): string => resolve(/*turbopackIgnore: true*/ process.cwd(), file)

export interface ReadHeads {
  heads: ExportedHead[]
  /** Lines that are no heads: a file that was cut or written by hand. */
  unread: number
}

/** Heads from a file; null where there is none. @throws what the system says of a file that cannot be read. */
export const readHeads = async (file: string): Promise<null | ReadHeads> => {
  const path = pathOf(file)
  const there = await stat(path).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!there) return null
  const heads: ExportedHead[] = []
  let unread = 0
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const head = headFromLine(line)
    if (head) heads.push(head)
    else unread += 1
  }
  return { heads, unread }
}

/** A head as a mail gives it, or those of a file; null for anything else. */
export const headsFrom = async (text: string): Promise<ExportedHead[] | null> => {
  const one = headFrom(text)
  if (one) return [one]
  const read = await readHeads(text).catch(() => null)
  return read && read.heads.length > 0 ? read.heads : null
}

interface Exported {
  at: string
  /** Why the file could not be written: the code of the system. */
  problem?: string
}

/** Why the file of heads could not be written last time. */
export const fileProblem = async (ctx: Context): Promise<string | undefined> =>
  (await readMark<Exported>(ctx, 'exported'))?.data.problem

const write = async (ctx: Context, file: string, now: Date): Promise<number> => {
  const { sequence, hash, data } = await headMark(ctx)
  const last = await readMark<Exported>(ctx, 'exported')
  if (sequence === 0 || (last?.sequence === sequence && !last.data.problem)) return 0
  const at = now.toISOString()
  const line = JSON.stringify({ at, chain: data.chain, sequence, hash } satisfies ExportedHead)
  try {
    await appendFile(pathOf(file), `${line}\n`)
  } catch (error) {
    const problem = String((error as { code?: string }).code ?? 'error')
    ctx.payload.logger.warn(
      `governance: the head of the ledger could not be written to "${file}" (${problem}). Set ledger.headsFile to a file that this process may write, or to false.`,
    )
    await setMark(ctx, 'exported', { ...last, data: { at, problem } })
    return 0
  }
  await setMark(ctx, 'exported', { sequence, hash, data: { at } })
  return 1
}

const DAYS = { daily: 1, weekly: 7 }

/** The first mail comes after the first span: there is nothing to keep on the first day. */
const mail = async (ctx: Context, every: 'daily' | 'weekly', now: Date): Promise<number> => {
  const last = await readMark<{ at: string }>(ctx, 'mailed')
  const { sequence, hash } = await headMark(ctx)
  if (!last) {
    await setMark(ctx, 'mailed', { data: { at: now.toISOString() } })
    return 0
  }
  const age = now.getTime() - new Date(last.data.at).getTime()
  // A clock that was ahead must not silence it.
  if (age >= 0 && age < DAYS[every] * 86_400_000 - 3_600_000) return 0
  if (sequence === last.sequence) return 0
  const day = dayIn(now, timeZoneOf(ctx.payload))
  await emit(ctx, {
    mail: [
      {
        key: `ledger:mail:head:${day}`,
        template: 'ledger:mail:head',
        to: { role: 'aed' },
        values: { number: String(sequence), head: `${sequence}:${hash}`, when: { at: now.toISOString() } },
        digest: true,
      },
    ],
  })
  await setMark(ctx, 'mailed', { sequence, hash, data: { at: now.toISOString() } })
  return 1
}

/** Takes the head out of the database: whoever owns that can rewrite all of it, but not what lies elsewhere. */
export const headsRunner = (options: SanitizedLedger): Runner => ({
  key: 'ledger-heads',
  everySeconds: 3600,
  run: async ({ payload, now }) => {
    const at = { payload }
    const written = options.headsFile ? await write(at, options.headsFile, now) : 0
    const mailed = options.mailHeads ? await mail(at, options.mailHeads, now) : 0
    return { done: written + mailed }
  },
})
