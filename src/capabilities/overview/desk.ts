import { type DeskCard, type DeskContext, runtimeOf } from '../../platform/runtime.js'
import { byNeed } from './domain.js'

export interface Desk {
  cards: (DeskCard & { key: string })[]
  /** Capabilities whose card could not be made. */
  failed: string[]
}

/** A card of each capability that has something for this person; one that fails does not take the others along. */
export const deskOf = async (ctx: DeskContext): Promise<Desk> => {
  const failed: string[] = []
  const made = await Promise.all(
    runtimeOf(ctx.payload).capabilities.map(async ({ key, desk }) => {
      try {
        const card = await desk?.(ctx)
        return card ? { ...card, key } : null
      } catch (err) {
        ctx.payload.logger.error({ err, msg: `governance: the card of "${key}" failed` })
        failed.push(key)
        return null
      }
    }),
  )
  return { cards: made.filter((card) => card !== null).sort(byNeed), failed }
}
