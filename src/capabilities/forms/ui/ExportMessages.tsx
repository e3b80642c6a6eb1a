'use client'
import { Button, toast, useConfig, useTranslation } from '@payloadcms/ui'
import { useCallback, useState } from 'react'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { SelectField } from '../../../platform/ui/fields.js'
import { refuse } from '../../../platform/ui/refuse.js'
import { useAnswer } from '../../../platform/ui/useAnswer.js'
import './forms.css'

interface Exportable {
  forms: { id: number | string; title: string }[]
}

const save = (file: Blob, name: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Above the list of messages, for whoever may take them out as a table; it says first that this is recorded. */
export const ExportMessages = () => {
  const { config } = useConfig()
  const { i18n, t } = useTranslation()
  const { answer } = useAnswer<Exportable>('/governance/forms/exportable')
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { routes, serverURL } = config
  const say = useCallback((key: string): string => t(`governance:forms:export:${key}` as never), [t])
  if (!answer || answer.forms.length === 0) return null

  const take = async ({ form = '' }: Record<string, string>): Promise<void> => {
    setBusy(true)
    try {
      const response = await fetch(
        `${serverURL ?? ''}${routes.api}/governance/forms/export?form=${encodeURIComponent(form)}`,
        { credentials: 'include', headers: { 'accept-language': i18n.language } },
      )
      if (!response.ok) {
        const { errors } = (await response.json().catch(() => ({}))) as { errors?: { message?: string }[] }
        refuse(errors?.[0]?.message ?? say('failed'))
        return
      }
      save(await response.blob(), `messages-${form}.csv`)
      toast.success(say('done'))
      setAsking(false)
    } catch {
      refuse(say('failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="gov-export">
      <Button
        buttonStyle="secondary"
        margin={false}
        onClick={() => setAsking(true)}
        size="medium"
        type="button"
      >
        {say('button')}
      </Button>
      <ConfirmDialog
        busy={busy}
        cancelLabel={say('cancel')}
        confirmLabel={say('confirm')}
        onCancel={() => setAsking(false)}
        onConfirm={(values) => void take(values)}
        open={asking}
        text={say('text')}
        title={say('title')}
      >
        <SelectField
          defaultValue={String(answer.forms[0]!.id)}
          label={say('form')}
          name="form"
          options={answer.forms.map(({ id, title }) => ({ value: String(id), label: title }))}
          required
        />
      </ConfirmDialog>
    </div>
  )
}
