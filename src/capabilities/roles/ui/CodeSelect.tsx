'use client'
import { getTranslation } from '@payloadcms/translations'
import { FieldDescription, FieldLabel, SelectInput, useAuth, useField, useTranslation } from '@payloadcms/ui'
import { mergeFieldStyles } from '@payloadcms/ui/shared'
import type { TextFieldClientProps } from 'payload'

import '../../../platform/ui/governance.css'

export interface CodeSelectProps {
  choices: { value: string; label: { en: string; fr: string } }[]
  /** Only AED and ED may change it; everybody else sees it. The server refuses in any case. */
  granters?: boolean
  /** Whether a single choice can be taken back. @default false */
  clearable?: boolean
}

interface Picked {
  value?: unknown
}

const codesOf = (picked: unknown): string[] =>
  (Array.isArray(picked) ? (picked as Picked[]) : [picked as Picked | null])
    .map((one) => one?.value)
    .filter((value): value is string => typeof value === 'string')

/** Codes that are stored as text, chosen by their names in the person's language. */
export const CodeSelect = (props: TextFieldClientProps & CodeSelectProps) => {
  const { choices, clearable, granters, field, path: pathFromProps, readOnly } = props
  const { path, setValue, value } = useField<string | string[]>({ potentiallyStalePath: pathFromProps })
  const { i18n, t } = useTranslation()
  const { user } = useAuth<
    { id: number | string; collection: string; governanceRoles?: string[] | null } & never
  >()
  const many = Boolean(field.hasMany)
  const mine = (user as { governanceRoles?: string[] | null } | null)?.governanceRoles ?? []
  const locked = Boolean(granters) && user !== null && !mine.some((role) => role === 'aed' || role === 'ed')
  // The first person of an empty site has nobody above: the server makes them AED.
  if (granters && !user) {
    return (
      <div className="field-type text">
        <FieldLabel label={field.label} />
        <p>{t('governance:roles:firstPerson' as never)}</p>
      </div>
    )
  }
  const known = choices.map(({ value: code, label }) => ({ value: code, label: getTranslation(label, i18n) }))
  const current = (Array.isArray(value) ? value : value ? [value] : []).filter(
    (code) => typeof code === 'string',
  )
  const strange = current.filter((code) => !known.some((option) => option.value === code))
  return (
    <SelectInput
      className="gov-codes"
      Description={
        field.admin?.description ? (
          <FieldDescription description={field.admin.description} path={path} />
        ) : undefined
      }
      hasMany={many}
      isClearable={many || Boolean(clearable)}
      label={field.label}
      name={field.name}
      onChange={(picked: unknown) => {
        const codes = codesOf(picked)
        setValue(many ? codes : (codes[0] ?? null))
      }}
      options={[...known, ...strange.map((code) => ({ value: code, label: code }))]}
      path={path}
      readOnly={Boolean(readOnly) || locked}
      style={mergeFieldStyles(field)}
      value={many ? current : current[0]}
    />
  )
}
