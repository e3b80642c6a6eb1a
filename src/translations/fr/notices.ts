export const notices: typeof import('../en/notices.js').notices = {}
