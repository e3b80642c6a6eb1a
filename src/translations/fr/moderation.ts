export const moderation: typeof import('../en/moderation.js').moderation = {}
