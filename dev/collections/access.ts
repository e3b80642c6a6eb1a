import type { Access, FieldAccess, PayloadRequest } from 'payload'

/** Staff are the users of the admin panel; a signed-in member of the public site is not. */
export const isStaff = (req: PayloadRequest): boolean =>
  req.user?.collection === req.payload.config.admin.user

export const staff: Access = ({ req }) => isStaff(req)
export const staffField: FieldAccess = ({ req }) => isStaff(req)
export const everyone: Access = () => true

/** Visitors read what is published, staff read drafts as well. */
export const publishedOrStaff: Access = ({ req }) => isStaff(req) || { _status: { equals: 'published' } }

const leads = new Set(['aed', 'ed'])

/** AED and ED manage accounts. The role codes come from the governance plugin. */
export const isLead = (req: PayloadRequest): boolean => {
  if (!isStaff(req)) return false
  const roles: unknown = (req.user as { governanceRoles?: unknown } | null)?.governanceRoles
  return Array.isArray(roles) && roles.some((role) => leads.has(String(role)))
}
