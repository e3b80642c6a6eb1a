export const forms: typeof import('../en/forms.js').forms = {}
