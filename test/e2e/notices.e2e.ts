import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { accessibilityFindings, LANGUAGES, launch, screenshot, visit } from '../helpers/browser.js'
import { changeDraft, inForce, publishDraft, writeMessage } from './noticeScene.js'

const WORDS = {
  en: {
    version: (number: number) => `Version ${number}`,
    changed: 'What has changed',
    all: 'All versions of this notice',
    compare: (number: number) => `Compare with version ${number}`,
    superseded: /is no longer in force/,
  },
  fr: {
    version: (number: number) => `Version ${number}`,
    changed: 'Ce qui a changé',
    all: 'Toutes les versions de cet avis',
    compare: (number: number) => `Comparer avec la version ${number}`,
    superseded: /n’est plus en vigueur/,
  },
} as const

describe('A privacy notice is published and what people send is bound to it', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it.each(LANGUAGES)('takes three clicks from my desk (%s)', async (language) => {
    const t = WORDS[language]
    const mark = `${language}-${Date.now().toString(36)}`
    const before = await inForce()
    await changeDraft(browser, mark)
    const { page, problems, close } = await visit(browser, { as: 'privacy', language })
    await page.goto('/admin')
    await publishDraft(page, language)
    if (language === 'en') await screenshot(page, 'notices')
    expect(await accessibilityFindings(page, '.gov-card')).toEqual([])
    expect(await inForce()).toBe(before + 1)
    expect(problems).toEqual([])
    await close()

    const reader = await visit(browser, { language })
    await reader.page.goto(`/api/info/notice?lang=${language}`)
    const heading = { en: `Privacy notice ${mark}`, fr: `Avis de confidentialité ${mark}` }[language]
    await reader.page.getByRole('heading', { level: 1, name: heading }).waitFor()
    expect(await accessibilityFindings(reader.page)).toEqual([])
    // On paper it is black on white, for whoever reads dark screens, too.
    await reader.page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await accessibilityFindings(reader.page)).toEqual([])
    await reader.page.emulateMedia({ media: null, colorScheme: null })
    await reader.page.getByRole('link', { name: t.all }).click()
    expect(await accessibilityFindings(reader.page)).toEqual([])
    await reader.page.getByRole('link', { name: t.compare(before), exact: true }).click()
    // Words are compared, and the two parts of the mark are two.
    await reader.page
      .locator('ins', { hasText: mark.split('-')[1] })
      .first()
      .waitFor()
    expect(await accessibilityFindings(reader.page)).toEqual([])
    await reader.page.goBack()
    await reader.page.getByRole('link', { name: t.version(before), exact: true }).click()
    await reader.page.getByText(t.superseded).waitFor()
    expect(reader.problems).toEqual([])
    await reader.close()
  })

  it.each(LANGUAGES)(
    'gives a visitor without scripts or cookies a receipt that names the notice (%s)',
    async (language) => {
      const t = WORDS[language]
      const { page, context, close } = await visit(browser, { language, javaScriptEnabled: false })
      await context.clearCookies()
      await writeMessage(page, language, 'Where can I park?')
      const number = await page.locator('.number').textContent()
      expect(number).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/)
      const version = await inForce()
      await page.getByRole('link', { name: t.version(version) }).click()
      await page.locator('article').waitFor()
      expect(await context.cookies()).toEqual([])
      await close()

      const staff = await visit(browser, { as: 'communications', language })
      await staff.page.goto('/admin/collections/form-submissions')
      await staff.page.locator('table').getByText(t.version(version), { exact: true }).first().waitFor()
      expect(staff.problems).toEqual([])
      await staff.close()
    },
  )

  it.each(LANGUAGES)('is accessible on the form and the receipt, and on a phone (%s)', async (language) => {
    const { page, problems, close } = await visit(browser, { language, phone: true })
    await page.goto(`/api/info/form/contact?lang=${language}`)
    expect(await accessibilityFindings(page)).toEqual([])
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('leave')
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider).toBeLessThanOrEqual(0)
    await writeMessage(page, language, 'Thank you.')
    expect(await accessibilityFindings(page)).toEqual([])
    if (language === 'en') await screenshot(page, 'receipt')
    expect(problems).toEqual([])
    await close()
  })
})
