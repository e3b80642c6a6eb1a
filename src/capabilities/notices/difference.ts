import { runsOf } from '../../platform/richText.js'
import type { Translate } from '../../platform/runtime.js'
import { compareRuns, compareTexts, type Part } from '../../platform/words.js'
import { languagesOf, type NoticeLocale } from './domain.js'
import { promisesText } from './promisesSection.js'
import type { NoticeVersion } from './store.js'

/** What became of each part of a version in one language, word by word. */
export interface NoticeDifference {
  /** In which language each is compared: where one was left out, in the one that its readers got. */
  languages: { from: NoticeLocale; to: NoticeLocale }
  title: Part[]
  text: Part[]
  promises: Part[]
}

/** A notice points to nothing of the site: its links are addresses. */
const asIs = (ref: string): string => ref

export const differenceOf = (
  t: Translate,
  locale: NoticeLocale,
  from: NoticeVersion,
  to: NoticeVersion,
): NoticeDifference => {
  const languages = languagesOf(from.texts, to.texts, locale)
  const [before, after] = [from.texts[languages.from], to.texts[languages.to]]
  return {
    languages,
    title: compareTexts(before.title, after.title),
    text: compareRuns(runsOf(before.content, asIs), runsOf(after.content, asIs)),
    promises: compareTexts(promisesText(t, locale, from.promises), promisesText(t, locale, to.promises)),
  }
}

export const isUnchanged = (parts: readonly Part[]): boolean => parts.every(({ kind }) => kind === 'same')
