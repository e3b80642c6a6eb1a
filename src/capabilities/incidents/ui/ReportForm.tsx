'use client'
import { Button } from '@payloadcms/ui'
import { type FormEvent, useState } from 'react'

import {
  CheckField,
  type Choice,
  type ChoiceGroup,
  SelectField,
  TextArea,
  TextField,
} from '../../../platform/ui/fields.js'
import { EmptyState } from '../../../platform/ui/parts.js'
import { useAction } from '../../../platform/ui/useAction.js'
import { useReady } from '../../../platform/ui/useReady.js'

type Texts = Record<
  | 'about'
  | 'aboutHelp'
  | 'anonymous'
  | 'anonymousHelp'
  | 'another'
  | 'choose'
  | 'concerned'
  | 'concernedHelp'
  | 'happenedAt'
  | 'happenedAtHelp'
  | 'kind'
  | 'nobody'
  | 'notAbout'
  | 'place'
  | 'placeHelp'
  | 'send'
  | 'sent'
  | 'sentText'
  | 'unheard'
  | 'severity'
  | 'summary'
  | 'summaryHelp',
  string
>

export interface ReportFormProps {
  /** The document that is reported; null where nothing was named. */
  about: Choice | null
  kinds: Choice[]
  /** Whom it can be about: those in charge, and colleagues by name. */
  people: ChoiceGroup[]
  /** The worst first, each with its guidance. */
  severities: (Choice & { help: string })[]
  texts: Texts
}

/** `randomUUID` is there in secure contexts only. */
const newKey = (): string => globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`

const SeverityChoice = ({
  severities,
  legend,
}: {
  severities: ReportFormProps['severities']
  legend: string
}) => (
  <fieldset className="gov-fieldset">
    <legend className="gov-field__label">{legend}</legend>
    {severities.map(({ value, label, help }) => (
      <div className="gov-check" key={value}>
        <input
          aria-describedby={`severity-${value}-help`}
          id={`severity-${value}`}
          name="severity"
          required
          type="radio"
          value={value}
        />
        <div>
          <label htmlFor={`severity-${value}`}>{label}</label>
          <div className="gov-field__help" id={`severity-${value}-help`}>
            {help}
          </div>
        </div>
      </div>
    ))}
  </fieldset>
)

/**
 * The report itself. Pressed twice, or again after a lost answer, it is one case: the key stays until it
 * arrived.
 */
export const ReportForm = ({ about: named, kinds, people, severities, texts }: ReportFormProps) => {
  const { run, busy } = useAction()
  const ready = useReady()
  const [requestKey, setRequestKey] = useState(newKey)
  const [number, setNumber] = useState<string>()
  const [heard, setHeard] = useState(true)
  const [about, setAbout] = useState(named)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const values = Object.fromEntries(new FormData(event.currentTarget).entries())
    const answer = await run('/governance/incidents/report', {
      ...values,
      anonymous: values.anonymous === 'on',
      requestKey,
    })
    if (!answer.ok) return
    setNumber(String(answer.data.number))
    setHeard(answer.data.heard === true)
  }
  if (number) {
    return (
      <div role="status">
        <EmptyState title={texts.sent.replace('{{number}}', number)}>
          <p>{heard ? texts.sentText : texts.unheard}</p>
          <Button
            buttonStyle="secondary"
            margin={false}
            onClick={() => {
              setRequestKey(newKey())
              setNumber(undefined)
              setAbout(null)
            }}
            type="button"
          >
            {texts.another}
          </Button>
        </EmptyState>
      </div>
    )
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      {about ? (
        <div className="gov-field">
          <p className="gov-field__label">{texts.about}</p>
          <p>
            <strong>{about.label}</strong>
          </p>
          <p className="gov-field__help">{texts.aboutHelp}</p>
          <div className="gov-row">
            <Button
              buttonStyle="secondary"
              margin={false}
              onClick={() => setAbout(null)}
              size="small"
              type="button"
            >
              {texts.notAbout}
            </Button>
          </div>
          <input name="about" type="hidden" value={about.value} />
        </div>
      ) : null}
      <SelectField empty={texts.choose} label={texts.kind} name="kind" options={kinds} required />
      <SeverityChoice legend={texts.severity} severities={severities} />
      <TextArea
        help={texts.summaryHelp}
        label={texts.summary}
        maxLength={10_000}
        name="summary"
        required
        rows={4}
      />
      <TextField
        help={texts.happenedAtHelp}
        label={texts.happenedAt}
        name="happenedAt"
        type="datetime-local"
      />
      <TextField help={texts.placeHelp} label={texts.place} maxLength={300} name="place" />
      <SelectField
        empty={texts.nobody}
        groups={people}
        help={texts.concernedHelp}
        label={texts.concerned}
        name="concerned"
        options={[]}
      />
      <CheckField help={texts.anonymousHelp} label={texts.anonymous} name="anonymous" />
      <Button disabled={busy || !ready} margin={false} size="large" type="submit">
        {texts.send}
      </Button>
    </form>
  )
}
