'use client'
import { Button } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { type FormEvent, useState } from 'react'

import type { AskedField } from '../../../platform/ui/ActionButton.js'
import { SelectField, TextArea, TextField } from '../../../platform/ui/fields.js'
import { useAction } from '../../../platform/ui/useAction.js'
import { useReady } from '../../../platform/ui/useReady.js'

export interface FieldGroup {
  legend: string
  fields: AskedField[]
}

export interface BreachFormProps {
  /** Endpoint below the API route. */
  path: string
  groups: FieldGroup[]
  label: string
  done?: string
  /** Goes with what was typed. */
  body?: Record<string, unknown>
  /** Where to go when it worked; `{{id}}` is that of the answer. Otherwise the page is refreshed. */
  goTo?: string
  /** Groups stand side by side where there is room. @default false */
  columns?: boolean
}

const Asked = ({ field }: { field: AskedField }) => {
  const { type, options, empty, defaultValue, maxLength, ...common } = field
  if (type === 'select')
    return <SelectField {...common} defaultValue={defaultValue} empty={empty} options={options ?? []} />
  if (type === 'textarea') return <TextArea {...common} defaultValue={defaultValue} maxLength={maxLength} />
  return (
    <TextField
      {...common}
      defaultValue={defaultValue}
      maxLength={maxLength}
      type={type === 'date' ? 'date' : type === 'dateTime' ? 'datetime-local' : 'text'}
    />
  )
}

/** `randomUUID` is there in secure contexts only. */
const newKey = (): string => globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`

/** A form that does one thing on the server. A refusal leaves what was typed; pressed twice, it is done once. */
export const BreachForm = ({ path, groups, label, done, body, goTo, columns }: BreachFormProps) => {
  const { run, busy } = useAction()
  const ready = useReady()
  const router = useRouter()
  const [requestKey] = useState(newKey)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const values = Object.fromEntries(new FormData(event.currentTarget).entries())
    const answer = await run(path, { ...body, ...values, requestKey }, { done, refresh: !goTo })
    if (answer.ok && goTo) router.push(goTo.replace('{{id}}', String(answer.data.id)))
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className={columns ? 'gov-breach__columns' : undefined}>
        {groups.map(({ legend, fields }) => (
          <fieldset className="gov-fieldset" key={legend}>
            {legend ? <legend className="gov-breach__legend">{legend}</legend> : null}
            {fields.map((field) => (
              <Asked field={field} key={field.name} />
            ))}
          </fieldset>
        ))}
      </div>
      <Button buttonStyle="primary" disabled={busy || !ready} margin={false} type="submit">
        {label}
      </Button>
    </form>
  )
}
