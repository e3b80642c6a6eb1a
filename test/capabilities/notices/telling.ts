import type { Person } from '../../helpers/boot.js'

/** Begins each line of an answer. */
export const TELLS = '> '

/** An order to one of the processes that race, and its answer: a line of JSON each. */
export interface Round {
  /** Of this process. */
  submissions: number
  form: number | string
  /** Path of the door that publishes the draft that is approved. */
  publish: string
  officer: Person
}

/** What was seen from outside: the binding must be of an instant in between. Milliseconds of the machine's clock. */
export interface Sent {
  id: number | string
  before: number
  after: number
  /** Answers of 500 before it was taken: a visitor would press again. */
  failed: number
}
export interface Told {
  sent: Sent[]
  published: { status: number; number: number | null; text: string }
}
