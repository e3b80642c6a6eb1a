import type { Capability } from '../../platform/runtime.js'
import type { SanitizedModeration } from './options.js'

export const moderation = (_options: SanitizedModeration): Capability => ({ key: 'moderation' })
