import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { accessibilityFindings, LANGUAGES, launch, site, visit } from '../helpers/browser.js'

const WORDS = {
  en: {
    importing: 'Import a document',
    confirm: 'Import',
    locale: 'Language of the document',
    written: 'Written as',
    document: 'The document (paste it here)',
    nothing: 'There is no text in this document besides a title.',
    none: 'Nothing is in force yet.',
    publish: 'Publish this version',
    publishIt: 'Publish',
    from: 'In force from (leave it empty: at once)',
    past: 'This time is past.',
    comes: /Version 1 is published and takes effect on .*, by itself\./,
    notYet: /Version 1 is not in force yet\. It will be from .* on\./,
  },
  fr: {
    importing: 'Importer un document',
    confirm: 'Importer',
    locale: 'Langue du document',
    written: 'Format',
    document: 'Le document (collez-le ici)',
    nothing: 'Ce document ne contient aucun texte hormis un titre.',
    none: 'Rien n’est encore en vigueur.',
    publish: 'Publier cette version',
    publishIt: 'Publier',
    from: 'En vigueur à partir du (vide : immédiatement)',
    past: 'Ce moment est passé.',
    comes: /La version 1 est publiée et prendra effet d’elle-même le .*, pas avant\./,
    notYet: /La version 1 n’est pas encore en vigueur\. Elle le sera à partir du .*, pas avant\./,
  },
} as const

const TITLES = { en: 'Notice of the chat', fr: 'Avis du clavardage' } as const
const DOCUMENTS = {
  en: '# Notice of the chat\n\nWe keep no name.\n\n## What you write\n\n- It is read by one person.\n- It is deleted.',
  fr: '# Avis du clavardage\n\nNous ne gardons aucun nom.\n\n## Ce que vous écrivez\n\n- Une personne le lit.\n- C’est supprimé.',
}

const headers = { 'sec-fetch-site': 'same-origin' }
const must = async (answer: Awaited<ReturnType<BrowserContext['request']['post']>>): Promise<any> => {
  if (!answer.ok()) throw new Error(`${answer.url()}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}
const call = async (context: BrowserContext, path: string, data: object = {}): Promise<any> =>
  must(await context.request.post(`${site()}/api${path}`, { headers, data }))

const noWider = async (page: Page): Promise<void> =>
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0)

describe('A document becomes a notice that begins later', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it.each(LANGUAGES)(
    'is imported, approved and planned, and says so until it begins (%s)',
    async (language) => {
      const t = WORDS[language]
      const key = `chat-${language}-${Date.now().toString(36)}`
      const writer = await visit(browser, { as: 'communications', language })
      const { id } = (await call(writer.context, '/gov-notices', { key })).doc as { id: number | string }
      await writer.page.goto(`/admin/collections/gov-notices/${id}`)
      await writer.page.getByText(t.none).waitFor()
      const dialog = writer.page.getByRole('dialog')
      for (const locale of ['en', 'fr'] as const) {
        await writer.page.getByRole('button', { name: t.importing }).click()
        await dialog.getByLabel(t.locale).selectOption(locale)
        await dialog.getByLabel(t.written).selectOption('markdown')
        // What cannot be read is said in the dialog, which keeps what was typed.
        await dialog.getByLabel(t.document).fill('# Only a title')
        await dialog.getByRole('button', { name: t.confirm, exact: true }).click()
        await dialog.getByText(t.nothing).waitFor()
        if (locale === 'en') {
          expect(await accessibilityFindings(writer.page, '.gov-dialog')).toEqual([])
        }
        await dialog.getByLabel(t.document).fill(DOCUMENTS[locale])
        const loaded = writer.page.waitForEvent('load')
        await dialog.getByRole('button', { name: t.confirm, exact: true }).click()
        await loaded
        await writer.page.getByText(t.none).waitFor()
      }
      const draft = (await (
        await writer.context.request.get(`${site()}/api/gov-notices/${id}`, { headers })
      ).json()) as { en: { title: string }; fr: { title: string } }
      expect([draft.en.title, draft.fr.title]).toEqual([TITLES.en, TITLES.fr])
      const approvals = `/governance/approvals/collections/gov-notices/${id}`
      await call(writer.context, `${approvals}/submit`)
      expect(writer.problems.filter((problem) => !/ 4\d\d /.test(problem))).toEqual([])
      await writer.close()

      const { page, context, problems, close } = await visit(browser, { as: 'privacy', language })
      const { hash } = (await must(await context.request.get(`${site()}/api${approvals}`, { headers }))) as {
        hash: string
      }
      await call(context, `${approvals}/approve`, { hash, attested: true })
      await page.goto(`/admin/collections/gov-notices/${id}`)
      await page.getByRole('button', { name: t.publish }).click()
      const asked = page.getByRole('dialog')
      await asked.getByLabel(t.from).fill('2020-01-01T09:00')
      await asked.getByRole('button', { name: t.publishIt, exact: true }).click()
      await asked.getByText(t.past).waitFor()
      expect(await accessibilityFindings(page, '.gov-dialog')).toEqual([])
      const soon = new Date(Date.now() + 2 * 24 * 3_600_000).toISOString().slice(0, 10)
      await asked.getByLabel(t.from).fill(`${soon}T09:00`)
      await asked.getByRole('button', { name: t.publishIt, exact: true }).click()
      await page.getByText(t.comes).waitFor()
      expect(await accessibilityFindings(page, '.gov-card')).toEqual([])
      const address = await page.locator('.gov-card a[target=_blank]').first().getAttribute('href')
      expect(address).toContain('version=1')
      expect(problems).toEqual([])
      await close()

      const reader = await visit(browser, { language, phone: true })
      const notThere = await reader.page.goto(`/api/info/notice?notice=${key}&lang=${language}`)
      expect(notThere?.status()).toBe(404)
      await reader.page.goto(`/api/info/notice?notice=${key}&version=1&lang=${language}`)
      await reader.page.getByText(t.notYet).waitFor()
      await reader.page.getByRole('heading', { level: 1, name: TITLES[language] }).waitFor()
      expect(await reader.page.locator('article li').count()).toBe(2)
      expect(await accessibilityFindings(reader.page)).toEqual([])
      await noWider(reader.page)
      await reader.close()
    },
  )
})
