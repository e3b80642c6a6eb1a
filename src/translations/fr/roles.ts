export const roles: typeof import('../en/roles.js').roles = {}
