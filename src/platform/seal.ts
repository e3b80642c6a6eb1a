import type { BasePayload, Config, DatabaseAdapter, PayloadRequest, Where } from 'payload'

import { changedMeanwhile, GovernanceError } from '../kernel/errors.js'
import { isWriteConflict, removeValues } from './databases/index.js'
import { rememberOriginals, SEALED_METHODS, type SealedMethod } from './db.js'
import { withDraftJoins } from './draftJoins.js'
import { runtimeOf, type Seal, type Verdict, type WriteAttempt } from './runtime.js'

const OPERATION: Record<SealedMethod, WriteAttempt['operation']> = {
  create: 'create',
  createGlobal: 'create',
  createVersion: 'create',
  createGlobalVersion: 'create',
  updateOne: 'update',
  updateMany: 'update',
  upsert: 'update',
  updateGlobal: 'update',
  updateVersion: 'update',
  updateGlobalVersion: 'update',
  deleteOne: 'delete',
  deleteMany: 'delete',
  deleteVersions: 'delete',
}

interface AdapterArgs {
  collection?: string
  collectionSlug?: string
  slug?: string
  globalSlug?: string
  id?: number | string
  where?: Where
  data?: Record<string, unknown>
  versionData?: Record<string, unknown>
  req?: Partial<PayloadRequest>
}

const attemptOf = (method: SealedMethod, args: AdapterArgs): WriteAttempt => {
  const global = args.globalSlug ?? (method.includes('Global') ? (args.slug ?? args.collection) : undefined)
  return {
    operation: OPERATION[method],
    collection: global === undefined ? (args.collection ?? args.collectionSlug ?? '') : `global:${global}`,
    id: args.id,
    where: args.where,
    data: args.data ?? args.versionData,
    version: /Version/.test(method),
    req: args.req,
    args: args as Record<string, unknown>,
  }
}

/** SQL databases name every value of a failed write in its error, which Payload logs: that would be people's words. */
const withoutValues =
  (write: (args: AdapterArgs) => Promise<unknown>) =>
  async (args: AdapterArgs): Promise<unknown> => {
    try {
      return await write(args)
    } catch (error) {
      removeValues(error)
      throw error
    }
  }

/**
 * Wraps `config.db.init`: every write of every API ends in these adapter methods, so this is where a write is judged
 * last. The seals are read from the running config, because hot reload keeps the adapter.
 */
export const sealAdapter = (config: Config): Config => {
  const { db } = config
  return {
    ...config,
    db: {
      ...db,
      init: (args) => {
        const adapter = db.init(args) as unknown as DatabaseAdapter
        withDraftJoins(adapter)
        const own = Object.fromEntries(
          SEALED_METHODS.map((name) => [
            name,
            adapter[name] && withoutValues(adapter[name].bind(adapter) as never),
          ]),
        )
        rememberOriginals(adapter, own as never)
        for (const name of SEALED_METHODS) {
          const original = own[name] as undefined | ((args: AdapterArgs) => Promise<unknown>)
          if (!original) continue
          const sealed = async (callArgs: AdapterArgs): Promise<unknown> => {
            const attempt = attemptOf(name, callArgs)
            const payload = adapter.payload as BasePayload
            const ctx = { payload, req: callArgs.req as PayloadRequest }
            const seals = runtimeOf(payload).seals.filter((seal) => seal.applies(attempt.collection))
            const verdicts: Verdict[] = []
            let result: unknown
            try {
              for (const seal of seals) {
                const verdict = await seal.judge(attempt, ctx)
                if (verdict) verdicts.push(verdict)
                // The next seal judges, and may add to, what will be written, not what the caller gave.
                const data = verdict?.args?.data as Record<string, unknown> | undefined
                if (data) attempt.data = data
              }
              const judged = Object.assign({}, callArgs, ...verdicts.map(({ args }) => args)) as AdapterArgs
              result = await original(judged)
              for (const verdict of verdicts) verdict.written?.(result)
            } catch (error) {
              // What was written stays written when `done` fails: only a write that did not happen is undone.
              // In an aborted transaction nothing can be undone by hand, and its rollback undoes it anyway.
              for (const verdict of verdicts.reverse()) await verdict.failed?.().catch(() => undefined)
              throw isWriteConflict(error) ? changedMeanwhile() : error
            }
            for (const verdict of verdicts) await verdict.done?.()
            for (const seal of seals) await seal.done?.(attempt, ctx, result)
            return result
          }
          Object.assign(adapter, { [name]: sealed })
        }
        return adapter as never
      },
    },
  }
}

/** Rows of these collections are written by the plugin's own stores only; nobody edits or deletes them. */
export const appendOnlySeal = (collections: string[]): Seal => ({
  key: 'append-only',
  applies: (collection) => collections.includes(collection),
  judge: async (attempt) => {
    throw new GovernanceError(
      'appendOnly',
      `Entries of "${attempt.collection}" are evidence: they cannot be written, changed or deleted by hand.`,
      { collection: attempt.collection },
    )
  },
})
