'use client'
import {
  FieldDescription,
  FieldError,
  SelectInput,
  TextInput,
  useField,
  useTranslation,
} from '@payloadcms/ui'
import type { TextFieldClientProps } from 'payload'

import type { Bilingual } from '../../../kernel/text.js'
import { useAnswer } from '../../../platform/ui/useAnswer.js'
import '../../../platform/ui/governance.css'

interface InForce {
  /** Null while no notice is in force. */
  version: null | number
  /** Null where the version has text only. */
  purposes: { key: string; label: Bilingual }[] | null
}

/**
 * The purpose of a field, chosen from those that the notice in force names, in the person's language. Underneath it
 * stays a text: where there is nothing to choose from, it is typed, and a sentence says what to do.
 */
export const PurposeSelect = ({ field, path: given, readOnly }: TextFieldClientProps) => {
  const { path, setValue, value, showError, errorMessage } = useField<null | string>({
    potentiallyStalePath: given,
  })
  const { i18n, t } = useTranslation()
  const { answer } = useAnswer<InForce>('/governance/forms/purposes', { shared: true })
  const say = (key: string): string =>
    t(`governance:forms:purpose:${key}` as never, { number: answer?.version ?? '' })
  const purposes = answer?.purposes ?? []
  const advice = !answer
    ? ''
    : answer.version === null
      ? say('noNotice')
      : answer.purposes === null
        ? say('textOnly')
        : purposes.length === 0
          ? say('none')
          : say('choose')
  const common = {
    Description: <FieldDescription description={advice} path={path} />,
    Error: <FieldError message={errorMessage} path={path} showError={showError} />,
    label: field.label,
    path,
    readOnly: Boolean(readOnly),
    showError,
  }
  if (purposes.length === 0)
    return (
      <TextInput
        {...common}
        onChange={(event: { target: { value: string } }) => setValue(event.target.value)}
        value={value ?? ''}
      />
    )
  const language = i18n.language.startsWith('fr') ? 'fr' : 'en'
  const known = purposes.map(({ key, label }) => ({ value: key, label: label[language] || key }))
  const strange = value && !known.some((one) => one.value === value) ? [value] : []
  return (
    <SelectInput
      {...common}
      className="gov-codes"
      isClearable
      name={field.name}
      onChange={(picked: unknown) =>
        setValue((picked as null | { value?: string } | undefined)?.value ?? null)
      }
      options={[...known, ...strange.map((key) => ({ value: key, label: `${key} ${say('gone')}` }))]}
      value={value ?? undefined}
    />
  )
}
