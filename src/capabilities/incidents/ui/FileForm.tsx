'use client'
import { Button } from '@payloadcms/ui'
import { type FormEvent, useId } from 'react'

import { useAction } from '../../../platform/ui/useAction.js'
import { useReady } from '../../../platform/ui/useReady.js'

export interface FileFormProps {
  path: string
  texts: Record<'added' | 'choose' | 'help' | 'send', string>
}

/** Chooses one file and sends it. What was refused stays chosen, with the sentence that says why. */
export const FileForm = ({ path, texts }: FileFormProps) => {
  const { run, busy } = useAction()
  const ready = useReady()
  const id = useId()
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    if (busy) return
    const answer = await run(path, new FormData(form), { done: texts.added })
    if (answer.ok) form.reset()
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <div className="gov-field">
        <label className="gov-field__label" htmlFor={id}>
          {texts.choose}
        </label>
        <div className="gov-field__help" id={`${id}-help`}>
          {texts.help}
        </div>
        <input
          aria-describedby={`${id}-help`}
          className="gov-input"
          id={id}
          name="file"
          required
          type="file"
        />
      </div>
      <Button buttonStyle="secondary" disabled={busy || !ready} margin={false} size="medium" type="submit">
        {texts.send}
      </Button>
    </form>
  )
}
