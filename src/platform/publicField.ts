import { html, type SafeHtml } from './html.js'
import type { Translate } from './runtime.js'

export interface FieldSpec {
  name: string
  label: string
  type?: 'checkbox' | 'date' | 'email' | 'file' | 'number' | 'select' | 'text' | 'textarea'
  required?: boolean
  help?: string
  options?: { value: string; label: string }[]
  maxLength?: number
  autocomplete?: string
  /** Of files: several at once, and ends of names. */
  multiple?: boolean
  accept?: string
}

/** One labelled field; keeps what was typed, and ties the error to the field. */
export const field = (
  spec: FieldSpec,
  typed: Record<string, unknown> = {},
  error?: string,
  t?: Translate,
): SafeHtml => {
  const id = `f-${spec.name}`
  const value = typeof typed[spec.name] === 'string' ? (typed[spec.name] as string) : ''
  const describedBy = [spec.help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const common = html` id="${id}"
  name="${spec.name}"${spec.required ? html` required` : ''}${
    describedBy ? html` aria-describedby="${describedBy}"` : ''
  }${error ? html` aria-invalid="true"` : ''}${
    spec.autocomplete ? html` autocomplete="${spec.autocomplete}"` : ''
  }${spec.multiple ? html` multiple` : ''}${spec.accept ? html` accept="${spec.accept}"` : ''}`
  const hints = html`${spec.help ? html`<p class="help" id="${id}-help">${spec.help}</p>` : null}${
    error ? html`<p class="error" id="${id}-error">${error}</p>` : null
  }`
  if (spec.type === 'checkbox') {
    return html`<div class="field check">
      <input type="checkbox" value="yes" ${common}${value ? html` checked` : ''} /><label for="${id}"
        >${spec.label}</label
      >${hints}
    </div>`
  }
  const label = html`<label for="${id}"
    >${spec.label}${spec.required || !t ? null : html` <span class="optional">${t('governance:publicPage:optional')}</span>`}</label
  >`
  const control =
    spec.type === 'textarea'
      ? html`<textarea rows="6" maxlength="${spec.maxLength ?? 5000}" ${common}>${value}</textarea>`
      : spec.type === 'select'
        ? html`<select${common}><option value="">—</option>${(spec.options ?? []).map(
            (option) =>
              html`<option value="${option.value}" ${option.value === value ? html` selected` : ''}>
                ${option.label}
              </option>`,
          )}</select>`
        : html`<input
            type="${spec.type ?? 'text'}"
            value="${spec.type === 'file' ? '' : value}"
            maxlength="${spec.maxLength ?? 300}"
            ${common}
          />`
  return html`<div class="field">${label}${hints}${control}</div>`
}
