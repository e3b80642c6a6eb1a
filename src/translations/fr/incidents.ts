export const incidents: typeof import('../en/incidents.js').incidents = {}
