import type { BasePayload, Endpoint } from 'payload'

import { endOfDay } from '../../kernel/calendar.js'
import { randomToken } from '../../kernel/canonical.js'
import { GovernanceError } from '../../kernel/errors.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { runtimeOf } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import type { Case, Outcome } from './case.js'
import { colleagueNamed, namesOf, noColleague } from './naming.js'
import type { CaseWork } from './standing.js'
import { changeCase, policyOf } from './store.js'
import { addTask, assign, finishTask, note, unassign, type Work } from './team.js'

/** The end of a day as a calendar gives it, where the organization is. */
const lastMomentOf = (payload: BasePayload, day: string): Date => {
  const end = endOfDay(day, runtimeOf(payload).options.timeZone)
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(end.getTime())) return end
  throw new GovernanceError(
    'invalidInput',
    'Please choose a day.',
    { field: 'day', why: 'noDay' },
    { field: 'day' },
  )
}

/** Staff work on a case together: who it is given to, what there is to do, and words that stay with it. */
export const teamEndpoints = (work: CaseWork): Endpoint[] => {
  const on = (
    path: string,
    doing: Work,
    decide: (input: EndpointInput) => Promise<(found: Case, now: Date) => null | Outcome>,
  ): Endpoint =>
    defineEndpoint({
      path: `/governance/incidents/:id/${path}`,
      method: 'post',
      // Whose case it is, the store judges: everybody else gets the answer of a case that does not exist.
      access: 'staff',
      handler: async (input) => {
        const { req, actor, params } = input
        const at = { payload: req.payload }
        const found = await changeCase(at, work, actor, params.id ?? '', doing, await decide(input))
        wake(req.payload, ['outbox'])
        return { number: found.number, state: found.state }
      },
    })
  return [
    on('assign', 'assign', async ({ req, actor, body }) => {
      const person = await colleagueNamed(req.payload, textOf(body, 'person', { required: true, max: 200 }))
      const policy = policyOf(req.payload, work.options)
      return (found, now) => assign(found, person, actor, now, policy)
    }),
    on('unassign', 'unassign', async ({ req, actor, body }) => {
      // Also whose account is gone can be taken off.
      const ref = textOf(body, 'person', { required: true, max: 200 })
      const [who] = await namesOf(req.payload, [ref])
      const name = who?.name ?? ref
      return (found, now) => {
        if (name === ref && !found.assigned.includes(ref)) throw noColleague()
        return unassign(found, ref, name, actor, now)
      }
    }),
    on('tasks', 'addTask', async ({ req, actor, body }) => {
      const words = textOf(body, 'words', { required: true, max: 500 })
      const dueAt = lastMomentOf(req.payload, textOf(body, 'day', { required: true, max: 30 }))
      const who = textOf(body, 'person', { max: 200 })
      const person = who ? await colleagueNamed(req.payload, who) : null
      const policy = policyOf(req.payload, work.options)
      const id = randomToken(9)
      return (found, now) => addTask(found, { id, words, dueAt, person }, actor, now, policy)
    }),
    on('tasks/:task/done', 'finishTask', async ({ actor, params }) => {
      const id = params.task ?? ''
      return (found, now) => finishTask(found, id, actor, now)
    }),
    on('note', 'note', async ({ actor, body }) => {
      const words = textOf(body, 'words', { required: true, max: 10_000 })
      return (found, now) => note(found, words, actor, now)
    }),
  ]
}
