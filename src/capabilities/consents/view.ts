import type { Row } from '../../platform/db.js'
import { formatInstant, instantFrom } from '../../kernel/calendar.js'
import { timeZoneOf } from '../../platform/clock.js'
import type { Context, Translate } from '../../platform/runtime.js'
import type { Consents } from './context.js'
import {
  type ConsentEvent,
  namedIn,
  restsOnNothing,
  type Standing,
  standingOf,
  withdrawnSince,
} from './domain.js'
import { accountsIn, eventOf, withNamed } from './store.js'

const K = 'governance:consents'
const isAsked = ({ state }: Row): boolean => state === 'given' || state === 'refused'

/** The purpose as the notice worded it when it was asked for; its key where it named none. */
export const purposeIn = (rows: readonly Row[], purpose: string, locale: string): string => {
  const row = rows.find((one) => one.purpose === purpose && one.words)
  const words = (row?.words ?? {}) as Record<string, string | undefined>
  return words[locale] || words.en || purpose
}

export interface ConsentShown extends Standing {
  words: string
  /** A basis that staff named for the same purpose: code, and since when. */
  named: { basis: string; since: Date } | null
  /** Since when the same person withdrew it with another of their messages, where it was given with this one. */
  elsewhere: Date | null
}

/** `ofPerson`: what the sender said with everything they sent, see `rowsOfPerson`. */
export const shownOf = (
  rows: readonly Row[],
  locale: string,
  ofPerson: readonly Row[] = [],
): ConsentShown[] => {
  const events = withNamed(rows, ofPerson).map(eventOf)
  const accounts = accountsIn(rows)
  const person = ofPerson.filter(({ account }) => accounts.includes(String(account))).map(eventOf)
  return standingOf(events).map((one) => {
    const named = namedIn(events.filter(({ purpose }) => purpose === one.purpose))
    return {
      ...one,
      words: purposeIn(rows, one.purpose, locale),
      named: named ? { basis: named.basis, since: named.at } : null,
      elsewhere: one.state === 'given' && !named ? withdrawnSince(person, one.purpose) : null,
    }
  })
}

/** What becomes of the data when this consent is (or was) withdrawn: all goes, or why and until when the rest stays. */
export const outcomeOf = (
  { ports }: Consents,
  { payload }: Context,
  rows: readonly Row[],
  record: string,
  t: Translate,
  locale: string,
): string => {
  const events = rows.map(eventOf)
  const asked = events.find((event) => event.record === record)
  const after: ConsentEvent[] = asked ? [...events, { ...asked, state: 'withdrawn' }] : events
  const subject = rows.find((row) => row.record === record && isAsked(row))?.subject as null | string
  if (!subject) return t(`${K}:outcome:gone`)
  // Promised is what runs: what retention does not govern waits for a person.
  if (restsOnNothing(after)) return t(`${K}:outcome:${ports.due?.()?.governs(subject) ? 'all' : 'byHand'}`)
  const others = new Set(events.flatMap((event) => [...(event.others ?? [])]))
  if (standingOf(after).some(({ state }) => state === 'given')) others.add('consent')
  const named = namedIn(after)
  if (named) others.add(named.basis)
  const day = String(rows.find((row) => row.keptUntil)?.keptUntil ?? '')
  const zone = timeZoneOf(payload)
  return t(`${K}:outcome:rest`, {
    bases: new Intl.ListFormat(locale, { type: 'conjunction' }).format(
      [...others].map((basis) => t(`${K}:basis:${basis}`)),
    ),
    day: day ? formatInstant(instantFrom(day, zone), locale, zone, false) : '—',
  })
}
