'use client'
import { Button } from '@payloadcms/ui'
import { useState } from 'react'

import { ConfirmDialog } from './ConfirmDialog.js'
import { CheckField, type Choice, SelectField, TextArea, TextField } from './fields.js'
import { useAction } from './useAction.js'

/** Asked before the action; the answer goes into the body under `name` (a check box as true or false). */
export interface AskedField {
  name: string
  label: string
  help?: string
  type: 'check' | 'date' | 'dateTime' | 'select' | 'text' | 'textarea'
  required?: boolean
  options?: Choice[]
  empty?: string
  defaultValue?: string
  maxLength?: number
}

export interface ActionButtonProps {
  label: string
  /** Endpoint below the API route: `/governance/...`. */
  path: string
  body?: Record<string, unknown>
  /** Sentence shown when it worked. */
  done?: string
  /** Where to go when it worked; otherwise the page is refreshed. */
  goTo?: string
  secondary?: boolean
  danger?: boolean
  disabled?: boolean
  /** Client components only: called when it worked. */
  onDone?: () => void
  confirm?: { title: string; text?: string; confirmLabel: string; cancelLabel: string; fields?: AskedField[] }
}

const Asked = ({ field }: { field: AskedField }) => {
  const { type, options, empty, defaultValue, maxLength, ...common } = field
  if (type === 'check') return <CheckField {...common} />
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

/** A button that does one thing on the server. All its properties are data: server components render it. */
export const ActionButton = (props: ActionButtonProps) => {
  const { run, busy } = useAction()
  const [asking, setAsking] = useState(false)
  const act = async (answers: Record<string, string> = {}): Promise<void> => {
    const checks = (props.confirm?.fields ?? []).filter((field) => field.type === 'check')
    const ticked = Object.fromEntries(checks.map(({ name }) => [name, answers[name] === 'on']))
    const answer = await run(
      props.path,
      { ...props.body, ...answers, ...ticked },
      { done: props.done, goTo: props.goTo },
    )
    if (answer.ok) props.onDone?.()
    // The person's own mail program, with an address that the page itself never held.
    const mailto = answer.ok ? answer.data.mailto : undefined
    if (typeof mailto === 'string' && mailto.startsWith('mailto:')) window.location.assign(mailto)
    // A refusal leaves the question open with everything typed, except where trying again cannot help.
    if (answer.ok || answer.status === 409) setAsking(false)
  }
  const style = props.danger ? 'error' : props.secondary ? 'secondary' : 'primary'
  return (
    <>
      <Button
        buttonStyle={style}
        disabled={props.disabled || busy}
        margin={false}
        onClick={() => (props.confirm ? setAsking(true) : void act())}
        size="medium"
        type="button"
      >
        {props.label}
      </Button>
      {props.confirm ? (
        <ConfirmDialog
          {...props.confirm}
          busy={busy}
          danger={props.danger}
          onCancel={() => setAsking(false)}
          onConfirm={(answers) => void act(answers)}
          open={asking}
        >
          {props.confirm.fields?.map((field) => (
            <Asked field={field} key={field.name} />
          ))}
        </ConfirmDialog>
      ) : null}
    </>
  )
}
