/** Numbers that name a person, told from numbers that do not by their check digits and dates. */

/** The check digit of Luhn, over the whole number. */
export const isLuhn = (digits: string): boolean => {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    let digit = digits.charCodeAt(digits.length - 1 - index) - 48
    if (index % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2
    sum += digit
  }
  return digits.length > 1 && sum % 10 === 0 && !/^(\d)\1*$/.test(digits)
}

/** Ontario health number: ten digits, the last one a check digit, never beginning with 0. */
export const isOntarioCard = (digits: string): boolean => /^[1-9]\d{9}$/.test(digits) && isLuhn(digits)

/** Social insurance number: nine digits; those that begin with 8 are not given out. */
export const isSocialInsurance = (digits: string): boolean => /^[0-79]\d{8}$/.test(digits) && isLuhn(digits)

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Quebec health card: three letters of the family name, one of the given name, year, month (50 more for women), day,
 * and two characters of the régie.
 */
export const isRamq = (found: string): boolean => {
  const plain = found.replace(/[\s-]/g, '')
  const parts = /^[a-z]{4}(\d{2})(\d{2})(\d{2})\d{2}$/i.exec(plain)
  if (!parts) return false
  const month = Number(parts[2]) % 50
  const day = Number(parts[3])
  const woman = Number(parts[2]) > 50
  return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1]! && (woman || Number(parts[2]) <= 12)
}

export const isCard = (digits: string): boolean => digits.length <= 19 && isLuhn(digits)

/** Issuers whose cards people hold: Visa, Mastercard, American Express, Discover. */
export const cardKind = (digits: string): boolean =>
  /^(?:4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d{2})\d{12})$/.test(digits)

/** Canadian postal code: some letters are never used. */
export const isPostalCode = (found: string): boolean =>
  /^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][\s-]?\d[ABCEGHJ-NPRSTV-Z]\d$/i.test(found.replace('\u00A0', ' '))
