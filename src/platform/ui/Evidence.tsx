'use client'
import { FieldLabel, useField } from '@payloadcms/ui'
import type { ReactNode } from 'react'

import { type CodeWords, useCodes } from './codes.js'
import './governance.css'

export interface EvidenceCellProps {
  cellData?: unknown
}

export interface EvidenceFieldProps {
  field: { label?: unknown }
  path: string
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** A value of a document that nobody edits, under its name. */
export const ReadOnly = ({ label, children }: { label: unknown; children: ReactNode }) => (
  <div className="field-type gov-evidence">
    <FieldLabel as="span" label={label as never} />
    <div className="gov-evidence__value">{children}</div>
  </div>
)

const Code = ({ value, ...words }: { value: unknown } & CodeWords) => {
  const { wordOf } = useCodes()
  const codes = Array.isArray(value) ? value : [value]
  return codes
    .map(textOf)
    .filter(Boolean)
    .map((code) => wordOf(code, words))
    .join(', ')
}

/** A stored code in words, in a list. */
export const CodeCell = ({ cellData, choices, words, suffix }: EvidenceCellProps & CodeWords) => (
  <Code choices={choices} suffix={suffix} value={cellData} words={words} />
)

/** The same in a document. */
export const CodeField = ({ field, path, choices, words, suffix }: EvidenceFieldProps & CodeWords) => {
  const { value } = useField<unknown>({ path })
  return (
    <ReadOnly label={field.label}>
      <Code choices={choices} suffix={suffix} value={value} words={words} />
    </ReadOnly>
  )
}

const Reference = ({ value }: { value: unknown }) => {
  const { reference } = useCodes()
  if (!textOf(value)) return null
  const { text, href } = reference(textOf(value))
  return href ? <a href={href}>{text}</a> : <>{text}</>
}

/** `posts:12` as “Post 12”, in a list. */
export const RefCell = ({ cellData }: EvidenceCellProps) => <Reference value={cellData} />

/** The same in a document. */
export const RefField = ({ field, path }: EvidenceFieldProps) => {
  const { value } = useField<unknown>({ path })
  return (
    <ReadOnly label={field.label}>
      <Reference value={value} />
    </ReadOnly>
  )
}

/** The name of a collection in words, in a list. */
export const CollectionCell = ({ cellData }: EvidenceCellProps) => {
  const { collectionName } = useCodes()
  return <>{collectionName(textOf(cellData), false) ?? textOf(cellData)}</>
}

/** The same in a document. */
export const CollectionField = ({ field, path }: EvidenceFieldProps) => {
  const { collectionName } = useCodes()
  const { value } = useField<unknown>({ path })
  return <ReadOnly label={field.label}>{collectionName(textOf(value), false) ?? textOf(value)}</ReadOnly>
}

const REFERENCE = /^[a-z][a-z0-9-]*:[\w*-]+$/
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

const Fact = ({ name, value }: { name: string; value: unknown }) => {
  const { wordOf, collectionName, language } = useCodes()
  if (Array.isArray(value))
    return value.map((one, index) => (
      <div key={index}>
        <Fact name={name} value={one} />
      </div>
    ))
  if (name === 'collection') return <>{collectionName(textOf(value), false) ?? textOf(value)}</>
  if (name === 'roles') return <>{wordOf(textOf(value), { words: 'ledger:role' })}</>
  if (typeof value === 'boolean') return <>{wordOf(String(value), { words: 'ledger:answer' })}</>
  if (typeof value === 'string' && INSTANT.test(value))
    return (
      <time dateTime={value}>
        {new Intl.DateTimeFormat(language === 'fr' ? 'fr-CA' : 'en-CA', {
          dateStyle: 'long',
          timeStyle: 'long',
        }).format(new Date(value))}
      </time>
    )
  if (typeof value === 'string' && REFERENCE.test(value)) return <Reference value={value} />
  if (typeof value === 'object' && value !== null) return <code>{JSON.stringify(value)}</code>
  return <>{wordOf(textOf(value), { words: `ledger:value:${name}` })}</>
}

/** What an entry says besides, name by name. */
export const Facts = ({ value }: { value: null | Record<string, unknown> | undefined }) => {
  const { wordOf } = useCodes()
  const facts = Object.entries(value ?? {}).filter(([, one]) => one !== null && one !== '')
  if (facts.length === 0) return wordOf('none', { words: 'ledger' })
  return (
    <dl className="gov-facts">
      {facts.map(([name, one]) => (
        <div key={name}>
          <dt>{wordOf(name, { words: 'ledger:fact' })}</dt>
          <dd>
            <Fact name={name} value={one} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The same as a field of a document. Payload's own for it is an editor of code from another server. */
export const FactsField = ({ field, path }: EvidenceFieldProps) => {
  const { value } = useField<null | Record<string, unknown>>({ path })
  return (
    <ReadOnly label={field.label}>
      <Facts value={value} />
    </ReadOnly>
  )
}
