export const approvals: typeof import('../en/approvals.js').approvals = {}
