/** What My desk shows of one capability. */
export interface DeskItem {
  label: string
  href: string
  due?: Date
  overdue?: boolean
  severity?: string
}
export interface DeskCard {
  /** Translated title and one sentence of what it does. */
  title: string
  text: string
  href: string
  /** What needs me now; the count may exceed the items. `more`, `overdueMore`: counting stopped there. */
  needsMe: { count: number; more?: boolean; overdueMore?: boolean; items: DeskItem[] }
  overdue: number
  /** Last activity in words, or undefined when nothing ran yet. */
  last?: { text: string; at: Date }
  /** A single primary action ("Report an incident"). */
  action?: { label: string; href: string }
}
