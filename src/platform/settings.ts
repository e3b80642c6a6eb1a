import type { BasePayload, GlobalConfig } from 'payload'

import { rawDb } from './db.js'

export const SETTINGS = 'gov-settings'

export interface Settings {
  organization: { en: string; fr: string }
  /** What a person in danger reads on every public page. */
  emergency: { en: string; fr: string }
  phone: string
  /** Where "Leave this page" leads. */
  exitAddress: string
  /** Set when the set-up was finished. */
  setUpAt: string | null
  adoptedAt: string | null
}

const bilingual = (name: string, label: { en: string; fr: string }): GlobalConfig['fields'][number] => ({
  name,
  type: 'group',
  label,
  fields: [
    { name: 'en', type: 'text', label: { en: 'English', fr: 'Anglais' } },
    { name: 'fr', type: 'text', label: { en: 'French', fr: 'Français' } },
  ],
})

const writtenBySetUp = (name: string): GlobalConfig['fields'][number] => ({
  name,
  type: 'date',
  admin: { hidden: true },
})

/** What the organization says of itself on public pages. */
export const settingsGlobal: GlobalConfig = {
  slug: SETTINGS,
  label: { en: 'Organization', fr: 'Organisation' },
  fields: [
    bilingual('organization', { en: 'Name of the organization', fr: 'Nom de l’organisation' }),
    bilingual('emergency', { en: 'Emergency line', fr: 'Ligne d’urgence' }),
    { name: 'phone', type: 'text', label: { en: 'Telephone', fr: 'Téléphone' } },
    {
      name: 'exitAddress',
      type: 'text',
      label: { en: '"Leave this page" leads to', fr: '«\u00a0Quitter cette page\u00a0» mène à' },
      validate: (value: unknown) => !value || /^https:\/\/[^\s]+$/.test(String(value)) || 'https://…',
    },
    writtenBySetUp('setUpAt'),
    writtenBySetUp('adoptedAt'),
  ],
}

const DEFAULTS: Settings = {
  organization: { en: '', fr: '' },
  emergency: {
    en: 'If you or someone else is in danger, call 911.',
    fr: 'Si vous ou une autre personne êtes en danger, composez le 911.',
  },
  phone: '',
  exitAddress: 'https://weather.gc.ca/',
  setUpAt: null,
  adoptedAt: null,
}

export const settingsOf = async (payload: BasePayload): Promise<Settings> => {
  const stored = (await payload.db.findGlobal({ slug: SETTINGS })) as Partial<Settings> | null
  const pick = (key: 'emergency' | 'organization'): { en: string; fr: string } => ({
    en: stored?.[key]?.en || DEFAULTS[key].en,
    fr: stored?.[key]?.fr || DEFAULTS[key].fr,
  })
  return {
    organization: pick('organization'),
    emergency: pick('emergency'),
    phone: stored?.phone || '',
    exitAddress: stored?.exitAddress || DEFAULTS.exitAddress,
    setUpAt: stored?.setUpAt ?? null,
    adoptedAt: stored?.adoptedAt ?? null,
  }
}

export const saveSettings = async (payload: BasePayload, data: Partial<Settings>): Promise<void> => {
  const existing = (await payload.db.findGlobal({ slug: SETTINGS })) as { id?: unknown } | null
  const db = rawDb(payload)
  // Both adapters need the whole group: a missing half would be emptied.
  const merged = { ...(await settingsOf(payload)), ...data }
  if (existing && Object.keys(existing).length > 0)
    await db.updateGlobal({ slug: SETTINGS, data: { ...merged } })
  else await db.createGlobal({ slug: SETTINGS, data: { ...merged } })
}
