import type { PayloadRequest } from 'payload'

import type { Person, Stand } from '../helpers/boot.js'

/** A site with people, on one database. */
export interface Bench {
  site: Stand
  author: Person
  administrator: Person
  /** A request of this person, with their roles. */
  req: (person: Person) => Promise<PayloadRequest>
}

export type Report = (what: string, times: number[]) => void
/** How long it took, in milliseconds, and of how many times that is. */
export interface Measured {
  database: string
  what: string
  p50: number
  p95: number
  of: number
}

export const quantile = (times: number[], q: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}
export const round = (value: number): number => Number(value.toFixed(3))

/** Adds what is reported to the table. */
export const reporter =
  (rows: Measured[], database: string): Report =>
  (what, times) => {
    const [p50, p95] = [0.5, 0.95].map((q) => round(quantile(times, q))) as [number, number]
    rows.push({ database, what, p50, p95, of: times.length })
  }
