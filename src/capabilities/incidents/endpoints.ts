import type { Endpoint } from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import type { Severity } from '../../kernel/ports.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { nowOf, runtimeOf } from '../../platform/runtime.js'
import { ACTIONS, type IncidentAction, SEVERITIES, step } from './domain.js'
import { happenedAtFrom } from './happened.js'
import { releaseOnClose } from './keeping.js'
import { matterOf } from './matter.js'
import { concernedIn } from './naming.js'
import { ownReports } from './queries.js'
import type { CaseWork } from './standing.js'
import { causeKeyOf, changeCase, openCase } from './store.js'

const oneOf = (field: string, value: string, allowed: readonly string[]): string => {
  if (allowed.includes(value)) return value
  throw new GovernanceError(
    'invalidInput',
    `"${field}" must be one of: ${allowed.join(', ')}.`,
    { field },
    { field },
  )
}

/** Staff: report in one screen, see how far the own reports are. */
export const staffEndpoints = (work: CaseWork): Endpoint[] => [
  defineEndpoint({
    path: '/governance/incidents/report',
    method: 'post',
    access: 'staff',
    handler: async ({ req, actor, body }) => {
      const kind = oneOf('kind', textOf(body, 'kind', { required: true }), work.options.kindCodes)
      const severity = oneOf('severity', textOf(body, 'severity', { required: true }), SEVERITIES) as Severity
      const summary = textOf(body, 'summary', { required: true, max: 10_000 })
      const place = textOf(body, 'place', { max: 300 })
      const { timeZone } = runtimeOf(req.payload).options
      const happenedAt = happenedAtFrom(textOf(body, 'happenedAt', { max: 40 }), timeZone, nowOf(req.payload))
      const about = textOf(body, 'about', { max: 200 })
      const { subject, concerned } = about
        ? await matterOf(req, about)
        : { subject: undefined, concerned: [] }
      // One screen, opened once, reports once, however often the button is pressed.
      const key = textOf(body, 'requestKey', { max: 100 })
      const named = await concernedIn(req.payload, body.concerned)
      const anonymous = body.anonymous === true || body.anonymous === 'yes'
      const { number, opened, heard } = await openCase(
        { payload: req.payload },
        work,
        {
          causeKey: causeKeyOf(
            req.payload,
            'staff',
            // Sent again with another answer it is another report.
            key
              ? [key, actor.ref ?? '', kind, severity, summary, about, String(anonymous), named.join()]
              : [],
          ),
          kind,
          severity,
          summary,
          place,
          happenedAt,
          subject,
          concerned: [...new Set([...concerned, ...named])],
          anonymous,
        },
        actor,
      )
      return { number, opened, heard }
    },
  }),
  defineEndpoint({
    path: '/governance/incidents/mine',
    method: 'get',
    access: 'staff',
    handler: async ({ req, actor }) => ({ reports: await ownReports({ payload: req.payload }, actor) }),
  }),
  // A POST by a signed-in person, and nothing else: opening the link in a mail acknowledges nothing.
  ...ACTIONS.map((action: IncidentAction) =>
    defineEndpoint({
      path: `/governance/incidents/:id/${action}`,
      method: 'post',
      // Whose case it is, the store judges: everybody else gets the answer of a case that does not exist.
      access: 'staff',
      handler: async ({ req, actor, params, body }) => {
        const words = textOf(body, 'words', { max: 10_000 })
        const review =
          action === 'close'
            ? {
                happened: textOf(body, 'happened', { max: 10_000 }),
                answer: textOf(body, 'answer', { max: 2000 }),
              }
            : {}
        const found = await changeCase(
          { payload: req.payload },
          work,
          actor,
          params.id ?? '',
          action,
          (one, now) => step(one, action, words, actor, now, review),
        )
        if (action === 'close')
          await releaseOnClose({ payload: req.payload }, work, found.ref, actor, req.i18n.language)
        return { number: found.number, state: found.state }
      },
    }),
  ),
]
