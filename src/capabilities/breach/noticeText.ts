import { GovernanceError } from '../../kernel/errors.js'
import { hashOf } from '../../kernel/canonical.js'
import { isBlank } from '../../kernel/text.js'

/** What somebody is told: what happened, what was involved, what is being done, whom to ask, where to complain. */
export const NOTICE_FIELDS = ['happened', 'involved', 'doing', 'contact', 'complain'] as const
export type NoticeField = (typeof NOTICE_FIELDS)[number]
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]
export type NoticeText = Record<Language, Record<NoticeField, string>>

export const EMPTY: NoticeText = {
  en: { happened: '', involved: '', doing: '', contact: '', complain: '' },
  fr: { happened: '', involved: '', doing: '', contact: '', complain: '' },
}

/** Which fields are still empty, as `fr-contact`. */
export const gapsIn = (text: NoticeText | null): string[] =>
  LANGUAGES.flatMap((language) =>
    NOTICE_FIELDS.filter((field) => isBlank(text?.[language][field] ?? '')).map(
      (field) => `${language}-notice-${field}`,
    ),
  )

/** @throws GovernanceError `invalidInput` naming what is missing, in both languages */
export const requireWhole = (text: NoticeText | null): NoticeText => {
  const gaps = gapsIn(text)
  if (text && gaps.length === 0) return text
  const field = gaps.join(', ')
  throw new GovernanceError(
    'invalidInput',
    `The notice is not complete. Missing: ${field}.`,
    { field, why: 'noticeGaps' },
    { field: gaps },
  )
}

/** Whoever approves says by this which text they read. */
export const hashOfNotice = (text: NoticeText): string => hashOf(text)
