import { type Signal, type TriageSubject } from './rules.js'
import type { SanitizedTriage } from './options.js'

const CODE = /^[a-z][a-z0-9-]{0,39}$/
/** Of one detector. */
const MOST = 20

/** What somebody else's code gave back, as far as it can be a signal. */
export const soundSignals = (given: unknown, length: number): Signal[] => {
  if (!Array.isArray(given)) return []
  return given.slice(0, MOST).flatMap((one: unknown): Signal[] => {
    const { rule, category, span, weight, why } = (one ?? {}) as Partial<Signal>
    if (typeof rule !== 'string' || !CODE.test(rule)) return []
    if (typeof weight !== 'number' || !(weight >= 0 && weight <= 1)) return []
    const [start, end] = Array.isArray(span) ? (span as number[]) : [0, length]
    const sound =
      Number.isInteger(start) && Number.isInteger(end) && start! >= 0 && start! < end! && end! <= length
    return [
      {
        rule,
        category: typeof category === 'string' ? category.slice(0, 40) : 'other',
        span: sound ? [start!, end!] : [0, length],
        weight,
        why: typeof why === 'string' ? why.slice(0, 200) : 'plain',
      },
    ]
  })
}

const within = async <T>(work: Promise<T>, milliseconds: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
    timer.unref()
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Asks the host's detectors, all at once. One that throws or is late gives nothing and is named. */
export const askDetectors = async (
  options: SanitizedTriage,
  subject: TriageSubject,
): Promise<{ signals: Signal[]; failed: { name: string; error: unknown }[] }> => {
  const failed: { name: string; error: unknown }[] = []
  const answers = await Promise.all(
    options.detectors.map(async ({ name, detect }) => {
      try {
        // In a promise of its own, so that one which throws at once is like one which fails later.
        const asked = Promise.resolve().then(() => detect(subject))
        return soundSignals(await within(asked, options.timeLimit), subject.text.length)
      } catch (error) {
        failed.push({ name, error })
        return []
      }
    }),
  )
  return { signals: answers.flat(), failed }
}
