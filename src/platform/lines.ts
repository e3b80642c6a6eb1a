/** A line of the public receipt page: never personal data. */
export interface ReceiptLine {
  label: string
  value: string
  /** Where the value leads to, when it is a link. */
  href?: string
}

/** What is not yet in place, as a translated sentence and where to mend it. */
export interface Missing {
  key: string
  values?: Record<string, string>
  href?: string
  /** Key of what to do about it, for a terminal; `{{address}}` is where. */
  todo?: string
}

export interface NavLink {
  label: string
  href: string
}
