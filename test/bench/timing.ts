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
