export * from '../capabilities/approvals/ui/client.js'
export * from '../capabilities/breach/ui/client.js'
export * from '../capabilities/forms/ui/client.js'
export * from '../capabilities/incidents/ui/client.js'
export * from '../capabilities/moderation/ui/client.js'
export * from '../capabilities/notices/ui/client.js'
export * from '../capabilities/outbox/ui/client.js'
export * from '../capabilities/overview/ui/client.js'
export * from '../capabilities/retention/ui/client.js'
export * from '../capabilities/roles/ui/client.js'
export {
  CodeCell,
  CodeField,
  CollectionCell,
  CollectionField,
  FactsField,
  RefCell,
  RefField,
} from '../platform/ui/Evidence.js'
export { ShowMasked } from '../platform/ui/ShowMasked.js'
