import type { Endpoint } from 'payload'

import { defineEndpoint } from '../../platform/endpoint.js'
import { fileResponse } from '../../platform/files.js'
import { addEvidence, openEvidence } from './evidenceStore.js'
import type { CaseWork } from './standing.js'

/** What a form adds around the file that it sends. */
const AROUND = 64 * 1024

/** The one way to and from the evidence files of a case. */
export const evidenceEndpoints = (work: CaseWork): Endpoint[] => [
  defineEndpoint({
    path: '/governance/incidents/:id/evidence',
    method: 'post',
    access: 'staff',
    maxBody: work.options.evidenceMegabytes * 1024 * 1024 + AROUND,
    handler: async ({ req, actor, params, body }) => ({
      ...(await addEvidence({ payload: req.payload }, work, actor, params.id ?? '', body.file)),
    }),
  }),
  defineEndpoint({
    path: '/governance/incidents/:id/evidence/:key',
    method: 'get',
    access: 'staff',
    handler: async ({ req, actor, params }) =>
      fileResponse(
        await openEvidence({ payload: req.payload }, work, actor, params.id ?? '', params.key ?? ''),
      ),
  }),
]
