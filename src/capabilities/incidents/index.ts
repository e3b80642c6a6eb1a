import type { Capability } from '../../platform/runtime.js'
import type { SanitizedIncidents } from './options.js'

export const incidents = (_options: SanitizedIncidents): Capability => ({ key: 'incidents' })
