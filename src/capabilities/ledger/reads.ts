import type { Reader } from '../../platform/runtime.js'
import { choices } from './choices.js'
import { count, entries, entry } from './entries.js'
import { historyOf } from './history.js'
import { queryOf } from './listing.js'
import type { Asking } from './reach.js'
import { chainState } from './verifying.js'

export type { LedgerChoices } from './choices.js'
export type { EntryPage } from './entries.js'
export type { EntryList, ShownEntry, ShownPart } from './shown.js'

const localeOf = (input: Record<string, unknown>): 'en' | 'fr' => (input.locale === 'fr' ? 'fr' : 'en')

const withRequest = (ctx: Parameters<Reader>[0]): Asking => {
  if (!ctx.req) throw new Error('The ledger is read within a request.')
  return { ...ctx, req: ctx.req }
}

/** For the screens; each checks access itself. */
export const reads: Record<string, Reader> = {
  chain: (ctx) => chainState(ctx, ctx.actor),
  entries: (ctx, input) =>
    entries(
      withRequest(ctx),
      queryOf((name) => input[name]),
      { locale: localeOf(input), after: input.after },
    ),
  count: (ctx, input) =>
    count(
      withRequest(ctx),
      queryOf((name) => input[name]),
    ),
  entry: (ctx, input) =>
    entry(withRequest(ctx), String(input.key ?? ''), localeOf(input)).catch((error: { code?: string }) => {
      if (error.code === 'notFound') return null
      throw error
    }),
  choices: (ctx, input) =>
    choices(
      withRequest(ctx),
      queryOf((name) => input[name]),
      localeOf(input),
    ),
  history: (ctx, input) =>
    historyOf(withRequest(ctx), String(input.subject ?? ''), { locale: localeOf(input), after: input.after }),
}
