import type { Field } from 'payload'

import { refOf } from '../../kernel/ref.js'
import { translatorFor } from '../../platform/translate.js'
import { bindingOf } from './bindings.js'
import { KEY, NOTICE_COLUMN } from './collections.js'

/** Added to every collection that collects: the key of the binding, and a column that says what it is bound to. */
export const addedFields: Field[] = [
  {
    name: KEY,
    type: 'text',
    index: true,
    access: { create: () => false, read: () => false, update: () => false },
    admin: { hidden: true, disableListColumn: true, disableListFilter: true, disableBulkEdit: true },
  },
  {
    name: NOTICE_COLUMN,
    type: 'text',
    virtual: true,
    label: { en: 'Privacy notice', fr: 'Avis de confidentialité' },
    admin: { readOnly: true, position: 'sidebar', disableListFilter: true },
    hooks: {
      afterRead: [
        async ({ collection, data, originalDoc, req }) => {
          const id = ((originalDoc ?? data) as undefined | { id?: number | string })?.id
          if (!req.user || !collection || id === undefined) return undefined
          const t = translatorFor(req.payload, req.i18n?.language ?? 'en')
          const binding = await bindingOf({ payload: req.payload, req }, refOf(collection.slug, id))
          if (!binding) return t('governance:forms:beforeGovernance')
          return binding.number ? t('governance:forms:version', { number: binding.number as number }) : '—'
        },
      ],
    },
  },
]
