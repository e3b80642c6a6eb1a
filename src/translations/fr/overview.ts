export const overview: typeof import('../en/overview.js').overview = {}
