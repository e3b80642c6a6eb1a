/** What a signal can say. A rule names what was found, never what to do about it. */
export type TriageCategory =
  'defamation' | 'discrimination' | 'harassment' | 'malicious-content' | 'other' | 'spam'

/** The functions that `docs/triage.md` gives figures for. */
export type TriageFunction = 'abuse' | 'capitals' | 'links' | 'mild' | 'personal' | 'repeats' | 'spam'

export interface TriageRule {
  readonly of: TriageFunction
  readonly category: TriageCategory
}

/** Closed list of the built-in rules; detectors of the host add their own codes. */
export const RULES = {
  threat: { of: 'abuse', category: 'harassment' },
  slur: { of: 'abuse', category: 'discrimination' },
  degrading: { of: 'abuse', category: 'discrimination' },
  insult: { of: 'abuse', category: 'harassment' },
  sexual: { of: 'abuse', category: 'harassment' },
  // Strong words at nobody, and the sacres of Quebec: worth knowing, seldom worth removing.
  profanity: { of: 'mild', category: 'other' },
  sacre: { of: 'mild', category: 'other' },
  link: { of: 'links', category: 'spam' },
  'link-many': { of: 'links', category: 'spam' },
  'link-shortened': { of: 'links', category: 'spam' },
  'link-obfuscated': { of: 'links', category: 'malicious-content' },
  'link-punycode': { of: 'links', category: 'malicious-content' },
  'link-mixed-scripts': { of: 'links', category: 'malicious-content' },
  'link-user-info': { of: 'links', category: 'malicious-content' },
  'link-address': { of: 'links', category: 'malicious-content' },
  'link-script': { of: 'links', category: 'malicious-content' },
  pitch: { of: 'spam', category: 'spam' },
  'near-duplicate': { of: 'repeats', category: 'spam' },
  flood: { of: 'repeats', category: 'spam' },
  repetition: { of: 'repeats', category: 'spam' },
  capitals: { of: 'capitals', category: 'other' },
  phone: { of: 'personal', category: 'other' },
  email: { of: 'personal', category: 'other' },
  'health-card': { of: 'personal', category: 'other' },
  'social-insurance': { of: 'personal', category: 'other' },
  'payment-card': { of: 'personal', category: 'other' },
  'postal-code': { of: 'personal', category: 'other' },
} as const satisfies Record<string, TriageRule>

export type RuleCode = keyof typeof RULES
export const RULE_CODES = Object.keys(RULES) as RuleCode[]

export const isBuiltIn = (rule: string): rule is RuleCode => Object.hasOwn(RULES, rule)

/** Why a signal weighs what it weighs; a detector of the host may write a sentence of its own. */
export const WHYS = [
  'plain',
  'addressed',
  'disguised',
  'quoted',
  'reclaimed',
  'denied',
  'animal',
  'group',
  'name',
  'self',
  'valid',
  'likely',
  'many',
  'similar',
] as const
export type Why = (typeof WHYS)[number]

/** From here on a rule of abuse asks for attention; below it, it is only shown. */
export const NOTABLE = 0.5

export interface Signal {
  rule: string
  category: string
  /** Start and end (exclusive) in UTF-16 units of the original text. */
  span: readonly [number, number]
  /** 0 to 1. */
  weight: number
  why: string
}

/** What a detector is given. Nothing of the author but what they wrote. */
export interface TriageSubject {
  text: string
  /** Language of the page; what the text itself shows goes first. */
  locale?: string
  now?: Date
  /** Last texts on the same page or by the same author, newest first. */
  recent?: readonly RecentText[]
}

export interface RecentText {
  text: string
  at: Date
  sameAuthor: boolean
}

/** Gives signals, never verdicts. One that answers later runs outside of the write, under a time limit. */
export interface Detector {
  name: string
  detect: (subject: TriageSubject) => Promise<readonly Signal[]> | readonly Signal[]
}
