import type { Capability } from '../../platform/runtime.js'
import type { SanitizedForms } from './options.js'

export const forms = (_options: SanitizedForms): Capability => ({ key: 'forms' })
