/** Age in words a person takes in at a glance: the largest unit only. */
export const ageOf = (from: Date, now: Date): { unit: 'days' | 'hours' | 'minutes'; count: number } => {
  const minutes = Math.max(Math.floor((now.getTime() - from.getTime()) / 60_000), 0)
  if (minutes < 60) return { unit: 'minutes', count: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) }
  return { unit: 'days', count: Math.floor(minutes / 1440) }
}

/** How much of the time for an answer has passed, in whole per cent: 100 only once it is over. */
export const percentPassed = (from: Date, due: Date, now: Date): number => {
  if (now >= due) return 100
  const passed = Math.max(now.getTime() - from.getTime(), 0)
  return Math.min(Math.floor((passed / (due.getTime() - from.getTime())) * 100), 99)
}

/** Size of a file as people read it. */
export const sizeOf = (bytes: number): { unit: 'kilobytes' | 'megabytes'; count: number } =>
  bytes < 1024 * 1024
    ? { unit: 'kilobytes', count: Math.max(Math.round(bytes / 1024), 1) }
    : { unit: 'megabytes', count: Math.round((bytes / 1024 / 1024) * 10) / 10 }
