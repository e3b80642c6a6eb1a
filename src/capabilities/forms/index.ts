import type { IncidentPort } from '../../kernel/ports.js'
import type { Capability } from '../../platform/runtime.js'
import type { SanitizedForms } from './options.js'

export const forms = (_options: SanitizedForms, _ports: { incidents?: IncidentPort } = {}): Capability => ({ key: 'forms' })
