import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  accessibilityFindings,
  type Language,
  LANGUAGES,
  launch,
  screenshot,
  visit,
} from '../helpers/browser.js'
import { changeDraft, inForce, publishDraft, writeMessage } from './noticeScene.js'

const WORDS = {
  en: {
    box: 'You may ask me later how it went',
    version: (number: number) => `Version ${number}`,
    agreed: 'What you agreed to',
    given: /You said yes on/,
    refused: /You did not say yes/,
    purpose: 'To ask you later how it went, if you agree',
    withdraw: /^Withdraw:/,
    asks: 'Withdraw your consent?',
    now: 'Withdraw now',
    withdrawn: /Withdrawn since/,
    state: 'withdrawn',
  },
  fr: {
    box: 'Vous pouvez me demander plus tard comment cela s’est passé',
    version: (number: number) => `Version ${number}`,
    agreed: 'Ce à quoi vous avez consenti',
    given: /Vous avez dit oui le/,
    refused: /Vous n’avez pas dit oui/,
    purpose: 'Pour vous demander plus tard comment cela s’est passé, si vous y consentez',
    withdraw: /^Retirer/,
    asks: 'Retirer votre consentement?',
    now: 'Retirer maintenant',
    withdrawn: /Retiré depuis le/,
    state: 'retiré',
  },
} as const

/** No page is wider than the screen, and axe finds nothing: it needs scripts, so that a copy of the page is judged. */
const isInOrder = async (page: Page): Promise<void> => {
  const copy = await (await page.context().browser()!.newContext({ viewport: page.viewportSize() })).newPage()
  await copy.setContent(await page.content())
  expect(await accessibilityFindings(copy)).toEqual([])
  await copy.context().close()
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(wider).toBeLessThanOrEqual(0)
}

/** From the receipt, in two clicks; each page on the way is in order. */
const withdrawFrom = async (page: Page, language: Language): Promise<void> => {
  const t = WORDS[language]
  await page.getByRole('heading', { level: 2, name: t.agreed }).waitFor()
  await page.locator('.box', { hasText: t.purpose }).getByText(t.given).waitFor()
  await isInOrder(page)
  expect(await page.locator('dl').textContent()).not.toContain(t.purpose)
  await page.getByRole('button', { name: t.withdraw }).click()
  await page.getByRole('heading', { level: 1, name: t.asks }).waitFor()
  if (language === 'en' && page.viewportSize()!.width > 600) await screenshot(page, 'consents')
  await isInOrder(page)
  await page.getByRole('button', { name: t.now }).click()
  await page.getByText(t.withdrawn).waitFor()
  expect(await page.getByRole('button', { name: t.withdraw }).count()).toBe(0)
  await isInOrder(page)
}

describe('A consent is given under a notice and withdrawn by the receipt', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it.each(LANGUAGES)(
    'from a new version of the notice to the withdrawal, three clicks each, without scripts or cookies (%s)',
    async (language) => {
      const t = WORDS[language]
      await changeDraft(browser, `${language}-${Date.now().toString(36)}`)
      const officer = await visit(browser, { as: 'privacy', language })
      await officer.page.goto('/admin')
      await publishDraft(officer.page, language)
      expect(officer.problems).toEqual([])
      await officer.close()

      const sender = await visit(browser, { language, javaScriptEnabled: false })
      await sender.context.clearCookies()
      const { page } = sender
      await writeMessage(page, language, 'May I bring somebody along?', async () => {
        const box = page.getByLabel(t.box)
        expect(await box.isChecked()).toBe(false)
        await isInOrder(page)
        await box.check()
      })
      const number = await page.locator('.number').textContent()
      await page.getByRole('link', { name: t.version(await inForce()), exact: true }).waitFor()
      await withdrawFrom(page, language)
      expect(await page.locator('.number').textContent()).toBe(number)
      expect(await sender.context.cookies()).toEqual([])
      expect(sender.problems).toEqual([])
      await sender.close()

      const staff = await visit(browser, { as: 'privacy', language })
      await staff.page.goto(`/admin/governance/consents?receipt=${number}`)
      await staff.page.getByText(t.state, { exact: true }).first().waitFor()
      expect(await accessibilityFindings(staff.page, '.gov-view')).toEqual([])
      expect(staff.problems).toEqual([])
      await staff.close()
    },
  )

  it.each(LANGUAGES)('with scripts on a phone, and a no that still submits (%s)', async (language) => {
    const t = WORDS[language]
    const { page, problems, close } = await visit(browser, { language, phone: true })
    await writeMessage(page, language, 'Thank you.')
    await page.getByText(t.refused).waitFor()
    expect(await page.getByRole('button', { name: t.withdraw }).count()).toBe(0)
    await isInOrder(page)
    await writeMessage(page, language, 'Thank you.', () => page.getByLabel(t.box).check())
    await withdrawFrom(page, language)
    expect(problems).toEqual([])
    await close()
  })
})
