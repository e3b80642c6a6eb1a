'use client'
import { Button, toast, useConfig } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { useAction } from '../../../platform/ui/useAction.js'

export interface DeleteButtonProps {
  /** Endpoint of the record below the API route, without the verb. */
  path: string
  /** Address of the worklist, to which the certificate's number is added. */
  worklist: string
  /** `what` has the placeholders {{versions}} and {{files}}. */
  words: Record<'button' | 'cancel' | 'confirm' | 'reading' | 'title' | 'underWay' | 'what', string>
}

interface Footprint {
  versions: number
  files: number
}

/** "Done, delete now": says what goes, asks once, and leads to the certificate. */
export const DeleteButton = ({ path, worklist, words }: DeleteButtonProps) => {
  const { config } = useConfig()
  const { run, busy } = useAction()
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [footprint, setFootprint] = useState<Footprint | null>(null)

  const ask = async (): Promise<void> => {
    setFootprint(null)
    setAsking(true)
    const response = await fetch(`${config.serverURL ?? ''}${config.routes.api}${path}/footprint`, {
      credentials: 'include',
    }).catch(() => null)
    if (response?.ok) setFootprint((await response.json()) as Footprint)
  }
  const act = async (): Promise<void> => {
    const answer = await run(`${path}/delete`, {}, { refresh: false })
    setAsking(false)
    if (!answer.ok) {
      router.refresh()
      return
    }
    const certificate = answer.data.certificate as { number: string } | undefined
    if (certificate) router.push(`${worklist}?certificate=${encodeURIComponent(certificate.number)}`)
    else {
      toast.success(words.underWay)
      router.refresh()
    }
  }
  const text = footprint
    ? words.what
        .replace('{{versions}}', String(footprint.versions))
        .replace('{{files}}', String(footprint.files))
    : words.reading
  return (
    <>
      <Button
        buttonStyle="error"
        disabled={busy}
        margin={false}
        onClick={() => void ask()}
        size="medium"
        type="button"
      >
        {words.button}
      </Button>
      <ConfirmDialog
        busy={busy || footprint === null}
        cancelLabel={words.cancel}
        confirmLabel={words.confirm}
        danger
        onCancel={() => setAsking(false)}
        onConfirm={() => void act()}
        open={asking}
        text={text}
        title={words.title}
      />
    </>
  )
}
