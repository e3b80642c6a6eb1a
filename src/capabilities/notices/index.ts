import type { Capability } from '../../platform/runtime.js'
import type { SanitizedNotices } from './options.js'

export const notices = (_options: SanitizedNotices): Capability => ({ key: 'notices' })
