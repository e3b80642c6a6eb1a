/** Actions on the ledger. */
export const NOTICE_ACTIONS = ['notices.published'] as const
export type NoticeAction = (typeof NOTICE_ACTIONS)[number]
