import {
  BASES,
  type Basis,
  DATA_CLASSES,
  type DataClass,
  type DeclaredField,
  type Grounds,
} from '../../kernel/grounds.js'

type Values = readonly { field: string; value: string }[]

const oneOf = <T extends string>(known: readonly T[], given: unknown): T | null =>
  known.find((one) => one === given) ?? null

const declaredOf = ({ governance }: DeclaredField) => ({
  purpose: typeof governance?.purpose === 'string' && governance.purpose ? governance.purpose : null,
  basis: oneOf(BASES, governance?.basis),
  dataClass: oneOf(DATA_CLASSES, governance?.dataClass),
})

const valueIn =
  (values: Values) =>
  (name?: string): string =>
    values.find(({ field }) => field === name)?.value ?? ''

const isBox = ({ blockType }: DeclaredField): boolean => blockType === 'checkbox'

/**
 * What a submission rests on. A check box on the basis of consent asks for it; where several ask for one purpose, a
 * single no is a no. Data without a declared basis counts as resting on something that nobody named: it is no reason
 * to use the data, and none to delete it early. Null where no field declares anything.
 */
export const groundsIn = (fields: readonly DeclaredField[], values: Values): Grounds | null => {
  const known = fields.map((field) => ({ field, ...declaredOf(field) }))
  if (!known.some(({ purpose, basis, dataClass }) => purpose ?? basis ?? dataClass)) return null
  const valueOf = valueIn(values)
  const asks = known.filter(({ field, basis, purpose }) => isBox(field) && basis === 'consent' && purpose)
  const purposes = [...new Set(asks.map(({ purpose }) => purpose!))]
  const consents = purposes.map((purpose) => {
    const boxes = asks.filter((one) => one.purpose === purpose)
    const data = known.filter((one) => one.basis === 'consent' && one.purpose === purpose)
    const resting = data.some(({ field }) => !isBox(field)) ? data.filter(({ field }) => !isBox(field)) : data
    const classes = resting.flatMap(({ dataClass }) => dataClass ?? [])
    return {
      purpose,
      given: boxes.every(({ field }) => valueOf(field.name) === 'true'),
      classes: DATA_CLASSES.filter((one): one is DataClass => classes.includes(one)),
    }
  })
  const filled = known.filter(({ field, basis }) => {
    const value = valueOf(field.name)
    return basis !== 'consent' && value !== '' && !(isBox(field) && value === 'false')
  })
  const others = filled.map(({ purpose, basis }) => ({ purpose, basis }))
  return {
    consents,
    others: others.filter(
      (one, index) =>
        others.findIndex((other) => other.purpose === one.purpose && other.basis === one.basis) === index,
    ),
  }
}

/** These do not rest on what the person agreed to. */
const WITHOUT_CONSENT: readonly (Basis | null)[] = ['service', 'legalDuty', 'emergency']

/**
 * Fields that are filled in for a purpose whose consent the sender withdrew, and in which nothing but consent lets us
 * ask: they may not be captured again. A box that is ticked in the same submission consents anew.
 */
export const barredIn = (
  fields: readonly DeclaredField[],
  values: Values,
  isWithdrawn: (purpose: string) => boolean,
): string[] => {
  const anew = (groundsIn(fields, values)?.consents ?? []).filter(({ given }) => given)
  const valueOf = valueIn(values)
  return fields.flatMap((field) => {
    const { purpose, basis } = declaredOf(field)
    const value = valueOf(field.name)
    // A box of its own asks, and holds nothing.
    const isEmpty = value === '' || (isBox(field) && (value === 'false' || basis === 'consent'))
    if (!field.name || !purpose || isEmpty || WITHOUT_CONSENT.includes(basis)) return []
    return anew.some((one) => one.purpose === purpose) || !isWithdrawn(purpose) ? [] : [field.name]
  })
}

/** Is there anything in it that a withdrawal could bar? Where not, nobody has to be asked. */
export const mayBeBarred = (fields: readonly DeclaredField[], values: Values): boolean =>
  barredIn(fields, values, () => true).length > 0
