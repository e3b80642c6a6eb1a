import { runtimeOf } from '../../platform/runtime.js'
import { historiesOf } from './history.js'
import { actionsByArea, type LedgerQuery } from './listing.js'
import { type Asking, needReader } from './reach.js'
import { speechFor } from './speech.js'
import { thingsOf } from './things.js'

type Choice = { value: string; label: string }
/** What the filters offer. */
export interface LedgerChoices {
  people: Choice[]
  things: Choice[]
  actions: { label: string; options: Choice[] }[]
}

export const choices = async (
  ctx: Asking,
  query: LedgerQuery,
  locale: 'en' | 'fr',
): Promise<LedgerChoices> => {
  needReader(ctx.actor)
  const { payload, req } = ctx
  const { capabilities, people } = runtimeOf(payload)
  const { t, words } = speechFor(payload, locale)
  const { collections, globals } = historiesOf(capabilities, payload.config as never)
  const refs = [
    ...collections.map((slug) => `collection:${slug}`),
    ...globals.map((slug) => `global:${slug}`),
  ]
  const asked = [query.person, query.thing].filter((ref): ref is string => Boolean(ref))
  const things = await thingsOf({ req, locale, t }, [...refs, ...asked])
  const called = (ref: string): string => things.get(ref)?.text ?? ref
  const sorted = (options: Choice[]): Choice[] =>
    options.sort((a, b) => a.label.localeCompare(b.label, locale))
  const kinds = sorted(refs.map((ref) => ({ value: ref.replace(/^collection:/, ''), label: called(ref) })))
  const staff = sorted(
    (await people(payload, [])).map(({ ref, name }) => ({ value: ref, label: name || ref })),
  )
  const withAsked = (options: Choice[], ref: string | undefined, label: string): Choice[] =>
    ref && !options.some(({ value }) => value === ref) ? [{ value: ref, label }, ...options] : options
  return {
    people: withAsked(staff, query.person, called(query.person ?? '')),
    things: withAsked(
      kinds,
      query.thing,
      t('governance:ledgerScreen:filters:only', { thing: called(query.thing ?? '') }),
    ),
    actions: Object.entries(actionsByArea()).map(([area, actions]) => {
      const label = words(`ledgerScreen:area:${area}`) ?? area
      return {
        label,
        options: [
          { value: area, label: t('governance:ledgerScreen:filters:whole', { area: label }) },
          ...actions.map((value) => ({
            value,
            label: words(`ledger:action:${value.replace('.', ':')}`) ?? value,
          })),
        ],
      }
    }),
  }
}
