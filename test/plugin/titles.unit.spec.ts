import type { Config } from 'payload'
import { describe, expect, it } from 'vitest'

import { governancePlugin } from '../../src/index.js'

type View = { path?: string; meta?: { title?: string } }
const titles = async (host: Partial<Config> = {}): Promise<Record<string, string | undefined>> => {
  const config = await governancePlugin()({
    secret: 'x',
    db: { init: () => ({}) },
    collections: [{ slug: 'users', auth: true, fields: [] }],
    ...host,
  } as never)
  const views = config.admin?.components?.views as unknown as Record<string, View>
  return Object.fromEntries(Object.values(views).map(({ path, meta }) => [path, meta?.title]))
}

describe('the title in the browser’s tab', () => {
  it('is one of its own for each page of the plugin', async () => {
    const found = await titles()
    expect(found).toMatchObject({
      '/governance/setup': 'Set up governance',
      '/governance/incidents/report': 'Report an incident',
    })
    expect(Object.keys(found).length).toBeGreaterThanOrEqual(8)
    for (const [path, title] of Object.entries(found)) expect(title, path).toMatch(/^(?!governance:)[A-Z]/)
    expect(new Set(Object.values(found)).size).toBe(Object.keys(found).length)
  })

  it('is French where the host’s panel speaks French by itself, and takes the host’s own wording', async () => {
    const translations = { fr: { governance: { moderation: { title: 'Les commentaires' } } } }
    const found = await titles({ i18n: { fallbackLanguage: 'fr', translations } as never })
    expect(found['/governance/setup']).toBe('Configurer la gouvernance')
    expect(found['/governance/moderation']).toBe('Les commentaires')
    // One changed word leaves the others of that part as they were.
    const one = { fr: { governance: { incidents: { case: { title: 'Le cas' } } } } }
    expect(await titles({ i18n: { fallbackLanguage: 'fr', translations: one } as never })).toMatchObject({
      '/governance/incidents/:id': 'Le cas',
      '/governance/incidents/report': 'Signaler un incident',
    })
  })

  it('is the host’s where the host gives the view one', async () => {
    const views = { governanceSetup: { path: '/governance/setup', Component: 'x', meta: { title: 'Start' } } }
    const found = await titles({ admin: { components: { views } } as never })
    expect(found['/governance/setup']).toBe('Start')
  })
})
