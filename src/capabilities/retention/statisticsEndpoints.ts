import type { Endpoint } from 'payload'

import { csvResponse } from '../../platform/csv.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import type { Translate } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import type { Retention } from './context.js'
import { WORKERS } from './domain.js'
import { statistics, type Statistics } from './statistics.js'

const BASE = '/governance/retention/statistics'
const K = 'governance:statistics'
const COLUMNS = ['collection', 'form', 'month', 'field', 'value', 'label', 'records']

/** One line for each count that may be told, and one for the others together. */
const linesOf = ({ fields }: Statistics, t: Translate): Record<string, unknown>[] =>
  fields.flatMap(({ collection, formLabel, field, months }) =>
    months.flatMap(({ month, cells, rest }) => {
      const of = { collection, form: formLabel, month, field }
      return [
        ...cells.map(({ value, label, count }) => ({
          ...of,
          value: value.startsWith('=') ? value.slice(1) : '',
          label,
          records: count,
        })),
        ...(rest === 0
          ? []
          : [{ ...of, value: '', label: t(`${K}:${rest ? 'rest' : 'few'}`), records: rest ?? '' }]),
      ]
    }),
  )

export const statisticsEndpoints = (retention: Retention): Endpoint[] => [
  defineEndpoint({
    path: BASE,
    method: 'get',
    access: WORKERS,
    handler: async ({ req, actor }) => ({
      ...(await statistics({ payload: req.payload }, retention, actor, req.i18n.language)),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/table`,
    method: 'get',
    access: WORKERS,
    handler: async ({ req, actor }) => {
      const found = await statistics({ payload: req.payload }, retention, actor, req.i18n.language)
      return csvResponse('statistics', COLUMNS, linesOf(found, translatorFor(req.payload, req.i18n.language)))
    },
  }),
]
