'use client'
import { Button } from '@payloadcms/ui'
import { type FormEvent, useEffect, useRef, useState } from 'react'

import { SelectField, TextArea, TextField } from '../../../platform/ui/fields.js'
import { useAction } from '../../../platform/ui/useAction.js'
import { useReady } from '../../../platform/ui/useReady.js'

type Texts = Record<
  | 'button'
  | 'choose'
  | 'done'
  | 'everyForm'
  | 'field'
  | 'form'
  | 'from'
  | 'noField'
  | 'records'
  | 'recordsHelp'
  | 'to'
  | 'value'
  | 'valueHelp',
  string
>

export interface SearchFormProps {
  path: string
  sources: { form: string; title: string; fields: { name: string; label: string }[] }[]
  texts: Texts
}

const EVERYWHERE = '*'

/** By form, by days, by what was answered; or by numbers. Which fields there are depends on the form. */
export const SearchForm = ({ path, sources, texts }: SearchFormProps) => {
  const { run, busy } = useAction()
  const ready = useReady()
  const [form, setForm] = useState('')
  const [field, setField] = useState('')
  const own = useRef<HTMLFormElement>(null)
  // What was chosen before the page's scripts ran stays chosen.
  useEffect(() => setForm(String(new FormData(own.current!).get('form') ?? '')), [])
  const fields = sources.find((source) => source.form === form)?.fields ?? []
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const { form: where, ...given } = Object.fromEntries(new FormData(event.currentTarget).entries())
    const body = where === EVERYWHERE ? { ...given, everything: true } : { ...given, form: where }
    await run(path, body, { done: texts.done })
  }
  return (
    <form onSubmit={(event) => void submit(event)} ref={own}>
      <div className="gov-breach__columns">
        <SelectField
          empty={texts.choose}
          label={texts.form}
          name="form"
          onChange={(next) => {
            setForm(next)
            setField('')
          }}
          options={[
            ...(sources.length > 1 ? [{ value: EVERYWHERE, label: texts.everyForm }] : []),
            ...sources.map(({ form: value, title }) => ({ value, label: title })),
          ]}
        />
        {fields.length > 0 ? (
          <SelectField
            empty={texts.noField}
            label={texts.field}
            name="fieldName"
            onChange={setField}
            options={fields.map(({ name, label }) => ({ value: name, label }))}
            value={field}
          />
        ) : null}
        {field ? (
          <TextField help={texts.valueHelp} label={texts.value} maxLength={500} name="fieldValue" required />
        ) : null}
        <TextField label={texts.from} name="receivedFrom" type="date" />
        <TextField label={texts.to} name="receivedTo" type="date" />
      </div>
      <TextArea help={texts.recordsHelp} label={texts.records} name="numbers" rows={2} />
      <Button buttonStyle="primary" disabled={busy || !ready} margin={false} type="submit">
        {texts.button}
      </Button>
    </form>
  )
}
