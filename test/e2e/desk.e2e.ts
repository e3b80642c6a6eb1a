import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { accessibilityFindings, LANGUAGES, launch, screenshot, visit } from '../helpers/browser.js'

const WORDS = {
  en: { desk: 'My desk', group: 'Governance', setup: 'Set up governance', refused: /The set-up is done by/ },
  fr: {
    desk: 'Mon bureau',
    group: 'Gouvernance',
    setup: 'Configurer la gouvernance',
    refused: /La configuration relève/,
  },
} as const

const ROLES = ['creator', 'administrator', 'communications', 'privacy', 'aed', 'ed'] as const

/** Levels of the headings of a part of the page, in order. */
const levels = (page: Page, selector: string): Promise<number[]> =>
  page.$$eval(`${selector} :is(h1,h2,h3,h4)`, (found) =>
    found.map((heading) => Number(heading.tagName.slice(1))),
  )

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)

describe('My desk', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it.each(LANGUAGES)(
    'is the first thing that each of the staff sees after signing in (%s)',
    async (language) => {
      const words = WORDS[language]
      for (const as of ROLES) {
        const { page, problems, close } = await visit(browser, { as, language })
        await page.goto('/admin')
        await page.getByRole('heading', { level: 1, name: words.desk }).waitFor()
        // Not one sentence without a translation, not one card that failed.
        const text = await page.locator('.gov-desk').innerText()
        expect(text, as).not.toMatch(/governance:/)
        expect(await page.locator('.gov-card').count(), as).toBeGreaterThan(0)
        expect(text, as).not.toMatch(/Not available|Indisponible/)
        expect(problems, as).toEqual([])
        await close()
      }
    },
  )

  it.each(LANGUAGES)(
    'leads where it says, has headings in order and no barrier that axe finds (%s)',
    async (language) => {
      const { page, problems, close } = await visit(browser, { as: 'aed', language })
      await page.goto('/admin')
      await page.locator('.gov-desk').waitFor()
      await page.waitForFunction((said) => document.title.startsWith(said), WORDS[language].desk)
      expect((await levels(page, '.gov-desk')).slice(0, 2)).toEqual([1, 2])
      expect(await accessibilityFindings(page, '.gov-desk')).toEqual([])
      await screenshot(page, language === 'en' ? 'desk' : 'desk-fr')
      const links = await page.$$eval('.gov-desk a', (found) =>
        found.map((link) => (link as HTMLAnchorElement).href),
      )
      for (const link of new Set(links)) {
        const response = await page.goto(link)
        expect(response?.status(), link).toBe(200)
        // The tab says where one is, in the language of the person.
        if (link.includes('/governance/')) {
          const heading = await page.getByRole('heading', { level: 1 }).first().innerText()
          await page.waitForFunction((said) => document.title === `${said} · Lakeshore`, heading)
        }
        expect(await page.locator('.not-found').count(), link).toBe(0)
      }
      expect(problems).toEqual([])
      await close()
    },
  )

  it('fits a telephone, light and dark', async () => {
    const { page, close } = await visit(browser, { as: 'aed', phone: true })
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto('/admin')
    await page.locator('.gov-desk').waitFor()
    expect(await scrollsSideways(page)).toBe(false)
    await screenshot(page, 'desk-phone')
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
    expect(await accessibilityFindings(page, '.gov-desk')).toEqual([])
    await screenshot(page, 'desk-phone-dark')
    await close()
  })

  it.each(LANGUAGES)('has one group in the navigation, which opens its pages (%s)', async (language) => {
    const words = WORDS[language]
    const { page, problems, close } = await visit(browser, { as: 'aed', language })
    await page.goto('/admin/governance/setup')
    await page.getByRole('heading', { level: 1, name: words.setup }).waitFor()
    expect(await page.locator(`[id="nav-group-${words.group}"]`).count()).toBe(1)
    await page.locator('#nav-gov-governance-ledger').waitFor()
    const closed = page.locator('.nav[inert], [inert] .nav')
    if ((await closed.count()) > 0) await page.locator('.nav-toggler').first().click()
    await page.locator('#nav-gov-desk').click()
    await page.getByRole('heading', { level: 1, name: words.desk }).waitFor()
    expect(problems).toEqual([])
    await close()
  })

  it.each(LANGUAGES)(
    'shows the set-up to AED and ED only, and refuses the others with a sentence (%s)',
    async (language) => {
      const words = WORDS[language]
      const { page, problems, close } = await visit(browser, { as: 'creator', language })
      await page.goto('/admin/governance/setup')
      await page.getByText(words.refused).waitFor()
      expect(await page.locator('form .gov-input').count()).toBe(0)
      expect(await page.locator('#nav-gov-setup').count()).toBe(0)
      expect(problems).toEqual([])
      await close()
    },
  )

  it('sends a stranger to the sign-in page and back to where they wanted to go', async () => {
    const { page, close } = await visit(browser)
    await page.goto('/admin/governance/setup')
    await page.waitForURL(/\/admin\/login\?redirect=/)
    expect(decodeURIComponent(page.url())).toContain('/admin/governance/setup')
    await close()
  })

  it.each(LANGUAGES)('lets the AED choose roles by their names on an account (%s)', async (language) => {
    const { page, problems, close } = await visit(browser, { as: 'aed', language })
    await page.goto('/admin/collections/users')
    await page.getByRole('link', { name: 'Camille Okafor' }).first().click()
    const field = page.locator('#field-governanceRoles')
    await field.waitFor()
    expect(await field.innerText()).toContain({ en: 'Content creator', fr: 'Création de contenu' }[language])
    expect(problems).toEqual([])
    await close()
  })
})
