import type { IncidentPort } from '../../kernel/ports.js'
import type { Capability } from '../../platform/runtime.js'
import type { SanitizedModeration } from './options.js'

export const moderation = (_options: SanitizedModeration, _ports: { incidents?: IncidentPort } = {}): Capability => ({ key: 'moderation' })
