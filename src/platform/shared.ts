import type { BasePayload } from 'payload'

const SHARED = Symbol.for('payload-plugin-governance.shared')

/**
 * Memory of this process that belongs to one Payload. Kept on its adapter, not in a module: Next bundles pages and
 * routes apart, hot reload loads a module again, and each copy would have a memory of its own.
 */
export const sharedBy = <T>(payload: BasePayload, name: string, make: () => T): T => {
  const holder = payload.db as { [SHARED]?: Map<string, unknown> }
  const memory = (holder[SHARED] ??= new Map<string, unknown>())
  if (!memory.has(name)) memory.set(name, make())
  return memory.get(name) as T
}
