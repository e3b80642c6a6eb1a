/** Text that is already safe markup. Only `html` and the Lexical converter make it. */
export class SafeHtml {
  constructor(readonly value: string) {}
  toString(): string {
    return this.value
  }
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

type Value = SafeHtml | Value[] | boolean | null | number | string | undefined
const render = (value: Value): string => {
  if (value === null || value === undefined || value === false || value === true) return ''
  if (value instanceof SafeHtml) return value.value
  return Array.isArray(value) ? value.map(render).join('') : escapeHtml(String(value))
}

/** Tagged template: everything put in is escaped, unless it is SafeHtml itself. False and null leave nothing. */
export const html = (parts: TemplateStringsArray, ...values: Value[]): SafeHtml =>
  new SafeHtml(parts.map((part, i) => part + (i < values.length ? render(values[i]) : '')).join(''))

/** Declares markup as safe. Only for output of a converter whose nodes are all known. */
export const trusted = (markup: string): SafeHtml => new SafeHtml(markup)

/** A number to call stays in one line, so that nobody reads the half of it. */
export const wholeNumbers = (text: string): SafeHtml =>
  html`${text.split(/(\d+(?:[-\u2011]\d+)+)/).map((part, index) => (index % 2 ? html`<span class="whole">${part}</span>` : part))}`
