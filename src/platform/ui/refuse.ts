'use client'
import { toast } from '@payloadcms/ui'

/** Told to the dialog that is open, with the sentence. */
export const REFUSED = 'governance:refused'

/**
 * Shows why something was refused. A message of the admin panel lies below an open dialog, dimmed and out of reach of
 * a screen reader: there the dialog itself says it, too.
 */
export const refuse = (message: string): void => {
  toast.error(message)
  document
    .querySelector('dialog.gov-dialog[open]')
    ?.dispatchEvent(new CustomEvent(REFUSED, { detail: message }))
}
