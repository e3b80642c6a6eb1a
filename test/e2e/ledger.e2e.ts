import { createClient } from '@libsql/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  accessibilityFindings,
  eventually,
  type Language,
  LANGUAGES,
  launch,
  screenshot,
  site,
  visit,
} from '../helpers/browser.js'

const WORDS = {
  en: {
    ledger: 'Ledger',
    history: 'History',
    submitted: 'The content creator submitted the English and French text for approval.',
    named:
      /^The content creator .+ submitted the English and French text for approval( again \(round \d+\))?\.$/,
    who: 'Who',
    what: 'What happened',
    filter: 'Filter',
    details: 'Details of the entry',
    only: 'Everything about it:',
    nothing: 'No entry matches these filters.',
    export: 'Export these entries',
    button: 'Export',
    whole: /entries, sealed and whole/,
    verify: 'Verify now',
    edited: /Entry \d+ of the ledger was changed after it was written\./,
    title: 'Title',
  },
  fr: {
    ledger: 'Registre',
    history: 'Historique',
    submitted:
      'Une personne à la création de contenu a soumis les textes anglais et français pour approbation.',
    named:
      /^.+ \(création de contenu\) a soumis (de nouveau )?les textes anglais et français pour approbation( \(tour \d+\))?\.$/,
    who: 'Qui',
    what: 'Ce qui s’est passé',
    filter: 'Filtrer',
    details: 'Détails de l’inscription',
    only: 'Tout à ce sujet\u00a0:',
    nothing: 'Aucune inscription ne correspond à ces filtres.',
    export: 'Exporter ces inscriptions',
    button: 'Exporter',
    whole: /inscriptions, scellées et intactes/,
    verify: 'Vérifier maintenant',
    edited: /L’inscription \d+ du registre a été modifiée après avoir été écrite\./,
    title: 'Titre',
  },
} satisfies Record<Language, Record<string, RegExp | string>>

/** As a page of the site asks: without it Payload takes the session for forged. */
const headers = { 'sec-fetch-site': 'same-origin' }
/** Codes and references that nobody should have to read. */
const CODE_LIKE = /governance:|approvals\.|\b(posts|users|collection):\w|undefined|\[object/

/** Our part of the page; what Payload sets around a document is its own. */
const sideways = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .evaluate(
      (part) =>
        part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > innerWidth + 1,
    )

/** Readable, without barriers, light and dark, on a desk and on a telephone. */
const isFit = async (page: Page, selector = '.gov-view'): Promise<void> => {
  expect(await page.locator(selector).innerText()).not.toMatch(CODE_LIKE)
  for (const theme of ['dark', 'light']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
    expect(await accessibilityFindings(page, selector), theme).toEqual([])
  }
  await page.setViewportSize({ width: 375, height: 812 })
  expect(await sideways(page, selector)).toBe(false)
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** A post in both languages, submitted by its creator. */
const submitted = async (browser: Browser): Promise<{ id: number | string; title: string }> => {
  const { context, close } = await visit(browser, { as: 'creator' })
  const title = `Evidence ${Date.now().toString(36)}`
  const made = await context.request.post(`${site()}/api/posts?draft=true`, {
    headers,
    data: { title, slug: title.toLowerCase().replace(' ', '-'), summary: 'Come and see.', _status: 'draft' },
  })
  const { doc } = (await made.json()) as { doc: { id: number | string } }
  await context.request.patch(`${site()}/api/posts/${doc.id}?draft=true&locale=fr`, {
    headers,
    data: { title: `Preuve ${title}`, summary: 'Venez voir.' },
  })
  const sent = await context.request.post(
    `${site()}/api/governance/approvals/collections/posts/${doc.id}/submit`,
    { headers, data: {} },
  )
  expect(sent.ok(), await sent.text()).toBe(true)
  await close()
  return { id: doc.id, title }
}

/** The database of the demo, below the site: what somebody with its password can do. */
const database = () => createClient({ url: `file:${process.env.DEMO_DIR ?? ''}/demo.db` })
const isSQLite = !process.env.DATABASE_URI

describe('What happened is kept, can be read, and shows when it was touched', () => {
  let browser: Browser
  let post: { id: number | string; title: string }
  beforeAll(async () => {
    browser = await launch()
    post = await submitted(browser)
  }, 120_000)
  afterAll(() => browser?.close())

  it.each(LANGUAGES)(
    'a creator reads the history of a post in sentences, without names (%s)',
    async (language) => {
      const words = WORDS[language]
      const { page, problems, close } = await visit(browser, { as: 'creator', language })
      await page.goto(`/admin/collections/posts/${post.id}`)
      await page.getByRole('link', { name: words.history, exact: true }).click()
      await page.waitForURL(/\/history/)
      await page.getByRole('heading', { level: 1, name: words.history }).waitFor()
      const said = page.locator('.gov-entries__said')
      expect(await said.allInnerTexts()).toEqual([words.submitted])
      await isFit(page, '.gov-history')
      expect(problems).toEqual([])
      await close()
    },
  )

  it.each(LANGUAGES)(
    'the privacy officer finds an entry by who and what, and opens it (%s)',
    async (language) => {
      const words = WORDS[language]
      const { page, problems, close } = await visit(browser, { as: 'privacy', language })
      await page.goto('/admin')
      await page.locator('#nav-gov-governance-ledger').waitFor({ state: 'attached' })
      await page.goto('/admin/governance/ledger')
      await page.getByRole('heading', { level: 1, name: words.ledger, exact: true }).waitFor()
      await page.waitForFunction((said) => document.title === `${said} · Lakeshore`, words.ledger)
      await isFit(page)
      await page.getByLabel(words.who, { exact: true }).selectOption({ label: 'Camille Okafor' })
      await page.getByLabel(words.what, { exact: true }).selectOption('approvals.submitted')
      await page.getByRole('button', { name: words.filter, exact: true }).click()
      await page.waitForURL(/action=approvals\.submitted/)
      const said = page.locator('.gov-entries__said')
      await said.first().waitFor()
      for (const sentence of await said.allInnerTexts()) expect(sentence).toMatch(words.named)
      if (language === 'en') await screenshot(page, 'ledger')
      // The title is the one in the language of the panel, whichever content is being looked at.
      const title = language === 'fr' ? `Preuve ${post.title}` : post.title
      await page
        .getByRole('link', { name: `${words.only} ${title}` })
        .first()
        .click()
      await page.waitForURL(/thing=posts/)
      expect(await said.count()).toBe(1)
      await page.getByRole('link', { name: words.details }).click()
      await page.waitForURL(/entries\//)
      await page.locator('.gov-ledger__facts').waitFor()
      expect(await page.locator('.gov-ledger__facts').innerText()).toContain('Camille Okafor')
      await isFit(page)
      await page.goto('/admin/governance/ledger?from=2001-01-01&to=2001-01-02')
      await page.getByText(words.nothing).waitFor()
      expect(problems).toEqual([])
      await close()
    },
  )

  it('the ledger is exported with the filters of the screen', async () => {
    const { page, problems, close } = await visit(browser, { as: 'aed' })
    await page.goto('/admin/governance/ledger?action=approvals.submitted')
    await page.getByText(WORDS.en.export).click()
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: WORDS.en.button, exact: true }).click()
    const file = await coming
    expect(file.suggestedFilename()).toMatch(/^ledger-\d{4}-\d\d-\d\d\.csv$/)
    expect(problems).toEqual([])
    await close()
  })

  it('is refused with a sentence to who does not read it', async () => {
    const { page, close } = await visit(browser, { as: 'creator' })
    await page.goto('/admin/governance/ledger')
    await page.locator('.gov-empty').waitFor()
    expect(await page.locator('.gov-entries').count()).toBe(0)
    await close()
  })

  it.skipIf(!isSQLite).each(LANGUAGES)(
    'an entry that was tampered with in the database is named at its place (%s)',
    async (language) => {
      const words = WORDS[language]
      const { page, problems, close } = await visit(browser, { as: 'aed', language })
      await page.goto('/admin/governance/ledger')
      await page.getByRole('button', { name: words.verify }).click()
      await page.getByText(words.whole).waitFor()
      const db = database()
      const sealed = await eventually(async () => {
        const { rows } = await db.execute(
          "select id, sequence, subject from gov_ledger where sequence > 3 and action = 'approvals.submitted' limit 1",
        )
        return rows[0]
      })
      await db.execute({
        sql: "update gov_ledger set subject = 'posts:9999' where id = ?",
        args: [sealed.id!],
      })
      try {
        await page.getByRole('button', { name: words.verify }).click()
        const alert = page.getByRole('alert').filter({ hasText: words.edited })
        await alert.waitFor()
        expect(await alert.innerText()).toContain(` ${Number(sealed.sequence)} `)
        await isFit(page)
        if (language === 'en') await screenshot(page, 'ledger-tampered')
      } finally {
        await db.execute({
          sql: 'update gov_ledger set subject = ? where id = ?',
          args: [sealed.subject!, sealed.id!],
        })
        db.close()
      }
      await page.getByRole('button', { name: words.verify }).click()
      await page.getByText(words.whole).waitFor()
      expect(problems).toEqual([])
      await close()
    },
  )
})
