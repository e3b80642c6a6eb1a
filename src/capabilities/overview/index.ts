import type { Capability } from '../../platform/runtime.js'
import type { SanitizedOverview } from './options.js'

export const overview = (_options: SanitizedOverview): Capability => ({ key: 'overview' })
