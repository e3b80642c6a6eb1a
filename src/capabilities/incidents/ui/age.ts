/** Age in words a person takes in at a glance: the largest unit only. */
export const ageOf = (from: Date, now: Date): { unit: 'days' | 'hours' | 'minutes'; count: number } => {
  const minutes = Math.max(Math.floor((now.getTime() - from.getTime()) / 60_000), 0)
  if (minutes < 60) return { unit: 'minutes', count: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) }
  return { unit: 'days', count: Math.floor(minutes / 1440) }
}
