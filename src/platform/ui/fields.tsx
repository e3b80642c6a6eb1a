'use client'
import { type ReactNode, useId } from 'react'

import './governance.css'

interface Common {
  name: string
  label: ReactNode
  help?: ReactNode
  error?: string
  required?: boolean
}
type WithValue = Common & { value?: string; defaultValue?: string; onChange?: (value: string) => void }

const Frame = ({ id, label, help, error, children }: Common & { id: string; children: ReactNode }) => (
  <div className="gov-field">
    <label className="gov-field__label" htmlFor={id}>
      {label}
    </label>
    {help ? (
      <div className="gov-field__help" id={`${id}-help`}>
        {help}
      </div>
    ) : null}
    {children}
    {error ? (
      <div className="gov-field__error" id={`${id}-error`}>
        {error}
      </div>
    ) : null}
  </div>
)

const described = (id: string, { help, error }: Common): string | undefined =>
  [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined

const attributes = (id: string, props: WithValue) => ({
  id,
  name: props.name,
  required: props.required,
  'aria-describedby': described(id, props),
  'aria-invalid': props.error ? true : undefined,
  className: 'gov-input',
  ...(props.value === undefined ? { defaultValue: props.defaultValue } : { value: props.value }),
  onChange: props.onChange
    ? (event: { target: { value: string } }) => props.onChange?.(event.target.value)
    : undefined,
})

export const TextField = (
  props: WithValue & {
    type?: 'date' | 'datetime-local' | 'email' | 'tel' | 'text' | 'url'
    maxLength?: number
    /** Earliest of a date. */
    min?: string
  },
) => {
  const id = useId()
  return (
    <Frame {...props} id={id}>
      <input
        {...attributes(id, props)}
        autoComplete="off"
        maxLength={props.maxLength}
        min={props.min}
        type={props.type ?? 'text'}
      />
    </Frame>
  )
}

export const TextArea = (props: WithValue & { maxLength?: number; rows?: number }) => {
  const id = useId()
  return (
    <Frame {...props} id={id}>
      <textarea {...attributes(id, props)} maxLength={props.maxLength} rows={props.rows ?? 4} />
    </Frame>
  )
}

export interface Choice {
  value: string
  label: string
}

export interface ChoiceGroup {
  label: string
  options: Choice[]
}

const Options = ({ options }: { options: Choice[] }) =>
  options.map((option) => (
    <option key={option.value} value={option.value}>
      {option.label}
    </option>
  ))

/** `empty` is the text of the choice that stands for none; `groups` come after the options that are in none. */
export const SelectField = (
  props: WithValue & { options: Choice[]; groups?: ChoiceGroup[]; empty?: string },
) => {
  const id = useId()
  return (
    <Frame {...props} id={id}>
      <select {...attributes(id, props)}>
        {props.empty === undefined ? null : <option value="">{props.empty}</option>}
        <Options options={props.options} />
        {props.groups?.map(({ label, options }) => (
          <optgroup key={label} label={label}>
            <Options options={options} />
          </optgroup>
        ))}
      </select>
    </Frame>
  )
}

export const CheckField = (
  props: Common & { checked?: boolean; defaultChecked?: boolean; onChange?: (checked: boolean) => void },
) => {
  const id = useId()
  return (
    <div className="gov-field">
      <div className="gov-check">
        <input
          aria-describedby={described(id, props)}
          id={id}
          name={props.name}
          onChange={(event) => props.onChange?.(event.target.checked)}
          required={props.required}
          type="checkbox"
          {...(props.checked === undefined
            ? { defaultChecked: props.defaultChecked }
            : { checked: props.checked })}
        />
        <label htmlFor={id}>{props.label}</label>
      </div>
      {props.help ? (
        <div className="gov-field__help" id={`${id}-help`}>
          {props.help}
        </div>
      ) : null}
    </div>
  )
}
