import { readFileSync } from 'node:fs'

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { QUESTION_KEYS, QUESTIONS } from '../../src/capabilities/breach/assessment.js'
import { NOTICE_FIELDS } from '../../src/capabilities/breach/noticeText.js'
import { translations } from '../../src/translations/index.js'
import {
  accessibilityFindings,
  eventually,
  type Language,
  LANGUAGES,
  launch,
  mails,
  screenshot,
  visit,
} from '../helpers/browser.js'

const SENDING = 120_000
/** Whatever kind of space stands in it: French has some of its own. */
const spaced = (text: string): RegExp => new RegExp(text.replaceAll(/\s+/g, '\\s+'))
const wordsIn = (language: Language) => translations[language].governance.breach
const badge = (page: Page, text: string) => page.locator('.gov-card').getByText(text, { exact: true })

/** Presses a button and the one of the dialog that asks about it. */
const confirmed = async (page: Page, button: string, confirm: RegExp | string, words = ''): Promise<void> => {
  await page.getByRole('button', { name: button, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  if (words) await dialog.getByRole('textbox').fill(words)
  expect(await accessibilityFindings(page, 'dialog')).toEqual([])
  await dialog.getByRole('button', { name: confirm }).click()
  await dialog.waitFor({ state: 'hidden' })
}

describe('A privacy breach', () => {
  let browser: Browser
  const looked: string[] = []
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(async () => {
    await noHoldsLeft()
    await browser?.close()
  })

  /** Where people were found only to be looked at: without a risk nothing is kept for them, and others find no hold. */
  const noHoldsLeft = async (): Promise<void> => {
    const { page, close } = await visit(browser, { as: 'privacy' })
    await page.goto('/admin/governance/breaches')
    const answers = Object.fromEntries(QUESTION_KEYS.map((question) => [question, QUESTIONS[question][0]]))
    await page.evaluate(
      async ([ids, body]) => {
        for (const id of ids)
          await fetch(`/api/governance/breaches/${id}/assess`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ ...body, risk: 'none', reason: 'It came back unread.' }),
          })
      },
      [looked, answers] as const,
    )
    await eventually(async () => {
      const left = await page.evaluate(async () => {
        const answer = await fetch('/api/gov-holds?where[releasedAt][exists]=false&limit=1')
        return ((await answer.json()) as { totalDocs: number }).totalDocs
      })
      return left === 0 ? true : undefined
    }, 45_000)
    await close()
  }

  const declared = async (page: Page, language: Language, summary: string): Promise<string> => {
    const t = wordsIn(language)
    await page.goto('/admin/governance/breaches')
    await page.locator('.gov-view').getByRole('link', { name: t.declare.title }).click()
    await page.getByLabel(t.declare.summary).fill(summary)
    await page.getByLabel(t.declare.discoveredAt).fill('2026-01-05T09:30')
    expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
    await page.getByRole('button', { name: t.declare.button }).click()
    await page.waitForURL(/\/governance\/breaches\/(?!declare)\w+/)
    await badge(page, t.state.suspected).waitFor()
    return page.url()
  }
  /** At the worst that each question knows. */
  const assessed = async (page: Page, language: Language): Promise<void> => {
    const t = wordsIn(language)
    for (const question of QUESTION_KEYS)
      await page.getByLabel(t.question[question]).selectOption(QUESTIONS[question].at(-1)!)
    await page.getByLabel(t.assess.risk).selectOption('real')
    await page.getByLabel(t.assess.reason, { exact: true }).fill('Strangers may read it.')
    await page.getByRole('button', { name: t.assess.button }).click()
    await badge(page, t.state.atRisk).waitFor()
  }

  it.each(LANGUAGES)('three clicks from the desk to those whom it concerns (%s)', async (language) => {
    const t = wordsIn(language)
    // The demo has one for the first of them; the other declares it as the officer would.
    if (language !== LANGUAGES[0]) {
      const { page, close } = await visit(browser, { as: 'privacy', language })
      await declared(page, language, 'Le courrier du jour a disparu.')
      await assessed(page, language)
      await close()
    }
    const { page, problems, close } = await visit(browser, { as: 'aed', language })
    await page.goto('/admin')
    await page
      .locator('.gov-desk')
      .getByRole('link', { name: spaced(t.state.atRisk) })
      .first()
      .click()
    await badge(page, t.state.atRisk).waitFor()
    await page.getByLabel(t.people.form, { exact: true }).selectOption({ index: 1 })
    await page.getByRole('button', { name: t.people.button }).click()
    await badge(page, t.state.found).waitFor({ timeout: SENDING })
    looked.push(page.url().split('/').pop()!)
    await page.getByText(t.people.reach, { exact: true }).waitFor()
    await page.locator('#breach-people').scrollIntoViewIfNeeded()
    if (language === 'en') await screenshot(page, 'breach')
    expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
    expect(problems).toEqual([])
    await close()
  })

  it.each(LANGUAGES)(
    'is declared, assessed, found, told and kept in the register (%s)',
    async (language) => {
      const t = wordsIn(language)
      const summary = `A list went to the wrong address (${language}).`
      const { page, problems, close } = await visit(browser, { as: 'privacy', language })
      const address = await declared(page, language, summary)
      await assessed(page, language)
      await page.getByLabel(t.people.form, { exact: true }).selectOption({ index: 1 })
      expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
      await page.getByRole('button', { name: t.people.button }).click()
      await badge(page, t.state.found).waitFor({ timeout: SENDING })
      for (const one of LANGUAGES)
        for (const field of NOTICE_FIELDS)
          await page
            .locator(`[name="${one}-notice-${field}"]`)
            .fill(`${address.split('/').pop()} ${one} ${field}`)
      await page.getByRole('button', { name: t.notice.button }).click()
      await page.getByText(t.notice.writer).waitFor()
      // Whoever wrote it does not approve it.
      expect(await page.getByRole('button', { name: t.notice.approve }).count()).toBe(0)
      expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
      expect(problems).toEqual([])
      await close()

      const aed = await visit(browser, { as: 'aed', language })
      await aed.page.goto(address)
      await confirmed(aed.page, t.notice.approve, t.notice.approve)
      await badge(aed.page, t.state.approved).waitFor()
      await confirmed(aed.page, t.send.button, /\d/)
      await badge(aed.page, t.state.notified).waitFor({ timeout: SENDING })
      const id = address.split('/').pop()!
      const told = await eventually(() => {
        // In the words that were written for this breach.
        const found = mails().filter(({ text }) => new RegExp(`^${id} (en|fr) happened$`, 'm').test(text))
        return found.length > 1 ? found : undefined
      })
      const byAddress = told.map(({ to }) => to[0]!.toLowerCase()).sort()
      expect(byAddress).toEqual(['dominique@visitor.example', 'taylor@visitor.example'])
      expect(told.find(({ to }) => /dominique/.test(to[0]!))!.text).toContain(`${id} fr happened`)
      expect(await accessibilityFindings(aed.page, '.gov-view')).toEqual([])
      await confirmed(aed.page, t.means.button, t.means.button, 'On the door.')
      // It stands in the history, too.
      await aed.page.getByText('On the door.').first().waitFor()
      await confirmed(aed.page, t.close.button, t.close.button, 'Lists are no longer sent by mail.')
      await badge(aed.page, t.state.closed).waitFor()

      await aed.page.goto('/admin/governance/breaches/register')
      const line = aed.page.getByRole('row').filter({ hasText: summary })
      await line.getByText('Lists are no longer sent by mail.').waitFor()
      expect(await accessibilityFindings(aed.page, '.gov-view')).toEqual([])
      const [table] = await Promise.all([
        aed.page.waitForEvent('download'),
        aed.page.getByRole('link', { name: t.register.csv }).click(),
      ])
      expect(readFileSync((await table.path())!, 'utf8')).toContain(summary)
      expect(aed.problems).toEqual([])
      await aed.close()
    },
    300_000,
  )

  it('fits a telephone: the list, a breach, the register', async () => {
    const { page, problems, close } = await visit(browser, { as: 'aed', phone: true })
    await page.goto('/admin/governance/breaches')
    const first = page.locator('.gov-card').getByRole('link').first()
    const fits = async (): Promise<void> => {
      await page.locator('.gov-view').waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wide).toBeLessThanOrEqual(0)
    }
    await first.waitFor()
    await fits()
    await first.click()
    await page.locator('#breach-history').waitFor()
    await fits()
    await page.goto('/admin/governance/breaches/register')
    await fits()
    expect(problems).toEqual([])
    await close()
  })
})
