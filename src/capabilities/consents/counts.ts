/** What may be told of how many: a number, or only that they are few. */
export type Told = { few: true } | { number: number }

/** Few people could be told apart; that there is nobody tells nothing of anybody. */
export const toldOf = (number: number, fewerThan: number): Told =>
  number > 0 && number < fewerThan ? { few: true } : { number }

/** How long a bar is, in parts of a hundred of the longest one. What is few has no length of its own. */
export const lengthOf = (told: Told, all: readonly Told[]): number => {
  const longest = Math.max(1, ...all.map((one) => ('number' in one ? one.number : 0)))
  return 'number' in told ? Math.round((told.number / longest) * 100) : 0
}

/** The last so many months, this one included, oldest first: `2026-03`. */
export const monthsUntil = (month: string, count: number): string[] => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(year, number - count + index, 1))
    return at.toISOString().slice(0, 7)
  })
}
