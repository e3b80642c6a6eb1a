import { createLocalReq, docAccessOperation, docAccessOperationGlobal, type PayloadRequest } from 'payload'
import { hasScheduledPublishEnabled } from 'payload/shared'

import { GovernanceError } from '../kernel/errors.js'
import { findRow, findRows } from './db.js'
import { idIn } from './ids.js'
import type { Context, Seal } from './runtime.js'

const JOBS = 'payload-jobs'
const TASK = 'schedulePublish'

interface Input {
  /** Who gave the order: the handler of the admin panel names them here, and queues without their request. */
  user?: null | { relationTo?: string; value?: number | string }
  type?: 'publish' | 'unpublish'
  doc?: { relationTo?: string; value?: number | string }
  global?: string
}
interface Job {
  taskSlug?: string
  input?: Input
  processing?: boolean
  completedAt?: null | string
}

const notTheirs = (): GovernanceError =>
  new GovernanceError('notAllowed', 'Only who may publish this may plan its publication, or cancel that.')

interface Permissions {
  update?: unknown
}

/** What this person may do with the document of the order; null where there is none (any more). */
const permissionsOn = async (req: PayloadRequest, input: Input): Promise<null | Permissions> => {
  const { payload } = req
  const data = { _status: input.type === 'unpublish' ? 'draft' : 'published' }
  if (input.global) {
    const globalConfig = payload.config.globals.find(({ slug }) => slug === input.global)
    if (!globalConfig || !hasScheduledPublishEnabled(globalConfig)) return null
    return docAccessOperationGlobal({ globalConfig, data, req } as never)
  }
  const slug = input.doc?.relationTo ?? ''
  const collection = Object.hasOwn(payload.collections, slug) ? payload.collections[slug as never] : undefined
  const { config } = (collection ?? {}) as { config?: Parameters<typeof hasScheduledPublishEnabled>[0] }
  if (!config || !hasScheduledPublishEnabled(config)) return null
  const id = idIn(payload, slug, String(input.doc?.value ?? ''))
  if (id === null) return null
  return docAccessOperation({ id, collection, data, req } as never).catch((error: unknown) => {
    if ((error as { status?: number }).status === 404) return null
    throw error
  }) as Promise<null | Permissions>
}

/** A request of whoever gave the order; null for the host's own code, which acts for nobody. */
const requestFor = async (
  { payload }: Context,
  req: Partial<PayloadRequest> | undefined,
  { user }: Input,
): Promise<null | PayloadRequest> => {
  if (req?.user && req.payload) return req as PayloadRequest
  if (!user) return null
  const collection = String(user.relationTo)
  const id = idIn(payload, collection, String(user.value))
  const account = id === null ? null : await findRow({ payload }, collection, { id: { equals: id } })
  if (!account) throw notTheirs()
  return createLocalReq({ user: { ...account, collection } as never }, payload)
}

const refuseOrder = async (req: PayloadRequest, job: Job): Promise<void> => {
  if (!(await permissionsOn(req, job.input ?? {}))?.update) throw notTheirs()
}

/** Payload removes those that were carried out. */
const refuseCancelling = async (req: PayloadRequest, job: Job): Promise<void> => {
  if (job.taskSlug !== TASK || job.processing || job.completedAt) return
  const permissions = await permissionsOn(req, job.input ?? {})
  if (permissions && !permissions.update) throw notTheirs()
}

/**
 * The admin panel's server functions take and cancel orders for a publication from anybody who may open the panel.
 * Judged where the order is stored; the host's own code, which acts for no person, is not asked.
 */
export const scheduleSeal: Seal = {
  key: 'schedulePublish',
  applies: (collection) => collection === JOBS,
  judge: async (attempt, ctx) => {
    if (attempt.operation === 'create') {
      const job = (attempt.data ?? {}) as Job
      const req = job.taskSlug === TASK ? await requestFor(ctx, attempt.req, job.input ?? {}) : null
      if (req) await refuseOrder(req, job)
    }
    if (attempt.operation !== 'delete' || !attempt.req?.user || !attempt.req.payload) return
    const req = attempt.req as PayloadRequest
    const where = attempt.id === undefined ? attempt.where : { id: { equals: attempt.id } }
    // By another condition Payload itself removes the orders of a document that is being deleted.
    if (!where || !('id' in where)) return
    for (const job of await findRows(ctx, JOBS, where, { limit: 1000 }))
      await refuseCancelling(req, job as Job)
  },
}
