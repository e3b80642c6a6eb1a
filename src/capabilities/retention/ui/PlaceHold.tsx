'use client'
import { Button, toast } from '@payloadcms/ui'
import { type FormEvent, useRef, useState } from 'react'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { type Choice, SelectField, TextArea, TextField } from '../../../platform/ui/fields.js'
import { useAction } from '../../../platform/ui/useAction.js'
import { useReady } from '../../../platform/ui/useReady.js'
import {
  type AskableChoice,
  type ConditionTexts,
  type Condition,
  Conditions,
  whereOf,
} from './HoldConditions.js'

type Texts = ConditionTexts &
  Record<
    | 'account'
    | 'address'
    | 'addressHelp'
    | 'cancel'
    | 'caseNumber'
    | 'collection'
    | 'confirm'
    | 'confirmTitle'
    | 'kind'
    | 'moreNote'
    | 'person'
    | 'placed'
    | 'placedGoing'
    | 'preview'
    | 'previewText'
    | 'query'
    | 'queryHelp'
    | 'reviewAt'
    | 'reviewAtHelp'
    | 'why'
    | 'whyHelp',
    string
  >

export interface PlaceHoldProps {
  kinds: Choice[]
  accounts: Choice[]
  askable: AskableChoice[]
  operators: Record<string, string>
  texts: Texts
}

interface Asking {
  body: Record<string, unknown>
  text: string
}

const EMPTY: Condition = { field: '', operator: '', value: '' }

/** Asks the server first what the hold would keep, says so, and only then places it. */
export const PlaceHold = ({ kinds, accounts, askable, operators, texts }: PlaceHoldProps) => {
  const { run, busy } = useAction()
  const ready = useReady()
  const form = useRef<HTMLFormElement>(null)
  const [kind, setKind] = useState('person')
  const [collection, setCollection] = useState(askable[0]?.collection ?? '')
  const [conditions, setConditions] = useState([EMPTY])
  const [asking, setAsking] = useState<Asking | null>(null)
  const fields = askable.find((one) => one.collection === collection)?.fields ?? []

  const ask = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const values = Object.fromEntries(new FormData(event.currentTarget).entries())
    const body = {
      ...values,
      ...(kind === 'query' ? { collection, where: whereOf(conditions, fields) } : {}),
    }
    const { ok, data } = await run('/governance/retention/holds/preview', body, { refresh: false })
    if (!ok) return
    const said = texts.previewText
      .replace('{{count}}', String(data.total))
      .replace('{{past}}', String(data.past))
    setAsking({ body, text: data.more ? `${said} ${texts.moreNote}` : said })
  }
  const place = async (): Promise<void> => {
    const { ok, data } = await run('/governance/retention/holds', asking?.body ?? {})
    setAsking(null)
    if (!ok) return
    const going = Number(data.going ?? 0)
    toast.success(going > 0 ? texts.placedGoing.replace('{{going}}', String(going)) : texts.placed)
    form.current?.reset()
    setConditions([EMPTY])
  }
  return (
    <form method="post" onSubmit={(event) => void ask(event)} ref={form}>
      <SelectField label={texts.kind} name="kind" onChange={setKind} options={kinds} required value={kind} />
      {kind === 'person' ? (
        <>
          <SelectField empty={texts.person} label={texts.account} name="account" options={accounts} />
          <TextField help={texts.addressHelp} label={texts.address} maxLength={320} name="address" />
        </>
      ) : null}
      {kind === 'case' ? <TextField label={texts.caseNumber} maxLength={40} name="number" required /> : null}
      {kind === 'query' ? (
        <>
          <SelectField
            help={texts.queryHelp}
            label={texts.collection}
            name="collection"
            onChange={(slug) => {
              setCollection(slug)
              setConditions([EMPTY])
            }}
            options={askable.map((one) => ({ value: one.collection, label: one.label }))}
            required
            value={collection}
          />
          <Conditions
            conditions={conditions}
            fields={fields}
            legend={texts.query}
            onChange={setConditions}
            operators={operators}
            texts={texts}
          />
        </>
      ) : null}
      <TextArea help={texts.whyHelp} label={texts.why} maxLength={2000} name="why" required rows={3} />
      <TextField help={texts.reviewAtHelp} label={texts.reviewAt} name="reviewAt" type="date" />
      <Button disabled={busy || !ready} margin={false} type="submit">
        {texts.preview}
      </Button>
      <ConfirmDialog
        busy={busy}
        cancelLabel={texts.cancel}
        confirmLabel={texts.confirm}
        onCancel={() => setAsking(null)}
        onConfirm={() => void place()}
        open={asking !== null}
        text={asking?.text}
        title={texts.confirmTitle}
      />
    </form>
  )
}
