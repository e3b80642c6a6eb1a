'use client'
import { Button } from '@payloadcms/ui'
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { REFUSED } from './refuse.js'
import './governance.css'

export interface ConfirmDialogProps {
  open: boolean
  title: string
  text?: ReactNode
  confirmLabel: string
  cancelLabel: string
  busy?: boolean
  /** Marks what cannot be taken back. @default false */
  danger?: boolean
  onCancel: () => void
  /** Gets the fields inside the dialog by name. */
  onConfirm: (values: Record<string, string>) => void
  /** Fields to fill in first. */
  children?: ReactNode
}

const valuesOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form).entries()].map(([name, value]) => [name, String(value)]))

/** A native modal: the browser traps the focus in it, closes it on Escape and gives the focus back. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const textId = useId()
  const [refusal, setRefusal] = useState('')
  // Before the dialog leaves the page, so that the browser gives the focus back.
  useLayoutEffect(() => {
    const node = dialog.current
    const refused = (event: Event): void => setRefusal(String((event as CustomEvent<string>).detail))
    setRefusal('')
    node?.showModal()
    node?.addEventListener(REFUSED, refused)
    return () => {
      node?.removeEventListener(REFUSED, refused)
      node?.close()
    }
  }, [props.open])
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    event.stopPropagation()
    if (props.busy) return
    setRefusal('')
    props.onConfirm(valuesOf(event.currentTarget))
  }
  // React's development mode runs the effect twice: the close in between is reported when the dialog is open again.
  const closed = (): void => {
    if (!dialog.current?.open) props.onCancel()
  }
  if (!props.open) return null
  // Outside of everything: in the edit view it would be a form within the document's form, which loses its submit.
  return createPortal(
    <dialog
      aria-describedby={props.text ? textId : undefined}
      aria-labelledby={titleId}
      className="gov-dialog"
      onClose={closed}
      ref={dialog}
    >
      <form onSubmit={submit}>
        <h2 className="gov-dialog__title" id={titleId}>
          {props.title}
        </h2>
        {props.text ? (
          <p className="gov-dialog__text" id={textId}>
            {props.text}
          </p>
        ) : null}
        {props.children}
        <p className="gov-dialog__refusal" role="alert">
          {refusal}
        </p>
        <div className="gov-row">
          <Button
            buttonStyle="secondary"
            disabled={props.busy}
            margin={false}
            onClick={props.onCancel}
            type="button"
          >
            {props.cancelLabel}
          </Button>
          <Button
            buttonStyle={props.danger ? 'error' : 'primary'}
            disabled={props.busy}
            margin={false}
            type="submit"
          >
            {props.confirmLabel}
          </Button>
        </div>
      </form>
    </dialog>,
    document.body,
  )
}
