import type { Field } from 'payload'

const CLIENT = 'payload-plugin-governance/client'

type Shown = Pick<NonNullable<Field['admin']>, never> & { components: Record<string, unknown> }

const shown = (cell: string | null, field: string, clientProps: object): Shown => ({
  components: {
    ...(cell ? { Cell: { path: `${CLIENT}#${cell}`, clientProps } } : {}),
    Field: { path: `${CLIENT}#${field}`, clientProps },
  },
})

/** `admin` of a field that holds a code: people read the words below `governance:<words>` in their language. */
export const codeShown = (words: string, more: { suffix?: string } = {}): Shown =>
  shown('CodeCell', 'CodeField', { words, ...more })

/** The same for codes that have their names with them, as a host gives them. */
export const choicesShown = (choices: { value: string; label: { en: string; fr: string } }[]): Shown =>
  shown('CodeCell', 'CodeField', { choices })

/** `admin` of a field that holds a reference (`posts:12`): people read “Post 12” and can open it. */
export const refShown = (): Shown => shown('RefCell', 'RefField', {})

/** `admin` of a field that holds the slug of a collection: people read its name. */
export const collectionShown = (): Shown => shown('CollectionCell', 'CollectionField', {})

/** `admin` of a field that holds what an entry says besides. */
export const factsShown = (): Shown => shown(null, 'FactsField', {})
