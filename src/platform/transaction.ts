import { differencesOf, isWriteConflict } from './databases/index.js'
import type { Context } from './runtime.js'

/** Times that a transaction begins which another one stood in the way of. */
const TRIES = 3

const once = async <T>(ctx: Context, act: (ctx: Context) => Promise<T>): Promise<T> => {
  const { payload } = ctx
  const transactionID = await payload.db.beginTransaction()
  if (!transactionID) return act(ctx)
  try {
    await differencesOf(payload.db)?.limitWait(payload.db, transactionID)
    const result = await act({
      ...ctx,
      req: { payload, context: {}, transactionID } as unknown as Context['req'],
    })
    await payload.db.commitTransaction(transactionID)
    return result
  } catch (error) {
    await payload.db.rollbackTransaction(transactionID)
    throw error
  }
}

/**
 * All writes of `act`, which go by the context that it is given, or none of them; where the database has no
 * transactions one after the other, so that `act` must bear being repeated. Payload does not say when a commit fails:
 * the next step must find what this one wrote.
 */
export const inOneGo = async <T>(ctx: Context, act: (ctx: Context) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(ctx, act)
    } catch (error) {
      if (attempt === TRIES || !isWriteConflict(error)) throw error
    }
  }
}
