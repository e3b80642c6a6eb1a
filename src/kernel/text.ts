/** A text in both languages. */
export interface Bilingual {
  en: string
  fr: string
}

/** What says nothing on a page: spaces, letters made to be ignored, controls, blanks that are symbols, half letters. */
const UNSEEN = /[\s\uFFFD\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{M}\p{Z}\u2800\u{1D159}]/gu

/** Nothing to see: empty, or made of invisible letters only (U+3164, U+00AD, tag characters and their like). */
export const isBlank = (text: string): boolean => text.replace(UNSEEN, '') === ''

/** More than three marks on one letter cover the lines around it. Real writing needs fewer. */
export const stacksMarks = (text: string): boolean => /(?:\p{M}\p{Cf}*){4}/u.test(text)

/** Invisible letters, or ones that break a line: in one line beside the words of others they only mislead. */
export const hidesLetters = (line: string): boolean =>
  /[\n\t\u0080-\u009F\u2028\u2029\u2800]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/u.test(line)

/** Controls, marks that turn the direction of reading, halves of letters: a text says something else than it shows. */
export const cannotBeShown = (text: string): boolean =>
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069\p{Cs}]/u.test(text)

/** Half of a surrogate pair is no text, and Postgres takes none: it becomes U+FFFD, here, before anything is stored. */
export const wellFormed = (text: string): string =>
  (text as string & { toWellFormed: () => string }).toWellFormed()

/**
 * The mail addresses that stand in a text, also of several, or with names and telephone numbers beside them, or with a
 * part in quotation marks. Whatever
 * may not stand in one ends it; a sentence's own signs at its end are left out.
 */
export const addressesIn = (text: string): string[] =>
  (text.match(/(?:"[^"\n]+"|[^\s@<>()[\],;:"«»]+)@[^\s@<>()[\],;:"«»]+/gu) ?? [])
    .map((address) => address.replace(/[.!?'’…]+$/u, ''))
    .filter((address) => !address.endsWith('@'))

/** As people read it: without marks, case and letters of another width. */
const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Has the text this word, alone or between signs? */
export const hasWord = (text: string, word: string): boolean => {
  const letters = (one: string): string[] => folded(one).split(/[^\p{L}\p{N}]+/u)
  const sought = letters(word).filter(Boolean).join(' ')
  return sought !== '' && ` ${letters(text).filter(Boolean).join(' ')} `.includes(` ${sought} `)
}
