/** Numbers that must not break across lines: 9-1-1 in both languages. */
export const tidy = (text: string): string => text.replaceAll('9-1-1', '9\u20111\u20111')

/**
 * The spaces that French (Canada) keeps together: inside « », before a colon, around the "h" of a time,
 * and inside a telephone number.
 */
export const tidyFrench = (text: string): string =>
  tidy(text)
    .replace(/ (:|»)/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
    .replace(/(\d) h\b(?: (\d))?/g, (_, hour: string, minute?: string) =>
      minute === undefined ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minute}`,
    )
    .replace(/(\d{3}) (\d{3}-\d{4})/g, '$1\u00a0$2')
