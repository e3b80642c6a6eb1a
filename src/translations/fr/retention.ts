export const retention: typeof import('../en/retention.js').retention = {}
