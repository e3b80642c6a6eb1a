/** Actions on the ledger. */
export const FORM_ACTIONS = [
  'forms.received',
  'forms.read',
  'forms.danger',
  'forms.disclosed',
  'forms.exported',
  'forms.worked',
] as const
export type FormAction = (typeof FORM_ACTIONS)[number]
