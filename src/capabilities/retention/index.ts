import type { Capability } from '../../platform/runtime.js'
import type { SanitizedRetention } from './options.js'

export const retention = (_options: SanitizedRetention): Capability => ({ key: 'retention' })
