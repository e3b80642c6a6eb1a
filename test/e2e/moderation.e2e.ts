import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { translations } from '../../src/translations/index.js'
import {
  accessibilityFindings,
  LANGUAGES,
  type Language,
  launch,
  screenshot,
  visit,
} from '../helpers/browser.js'

const POST = 'walking-group'

/** A person takes longer than this to fill in a form; the site refuses what is quicker. */
const TYPING = 2_500

const words = (language: Language) => translations[language].governance.moderation

describe('Moderation on the built demo', { timeout: 180_000 }, () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  /** What axe finds on the page at that address; it needs scripts, which the scenes of visitors do without. */
  const findingsAt = async (language: Language, address: string): Promise<string[]> => {
    const { page, close } = await visit(browser, { language })
    await page.goto(address)
    const findings = await accessibilityFindings(page)
    await close()
    return findings
  }

  const noSidewaysScroll = (page: Page): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

  /** A visitor without scripts writes a comment and gets to the receipt. */
  const write = async (language: Language, text: string): Promise<Page> => {
    const t = words(language).public
    const { page } = await visit(browser, { language, javaScriptEnabled: false })
    await page.goto(`/${language}/posts/${POST}`)
    await page.locator('a[href*="/api/info/comment?"]').click()
    await page.getByLabel(t.text).fill(text)
    await page.waitForTimeout(TYPING)
    await page.getByRole('button', { name: t.send }).click()
    await page.getByRole('link', { name: t.openReceipt }).click()
    return page
  }

  /** From "My desk" to the item with that text: one click on the card, then "Next" until it is there. */
  const lookAt = async (page: Page, language: Language, text: string): Promise<void> => {
    const t = words(language)
    await page.goto('/admin')
    await page.locator('#gov-card-moderation a[href="/admin/governance/moderation"]').first().click()
    // Of an appeal, what its author says stands below.
    const item = page.locator('.gov-mod__text').first()
    await item.waitFor()
    for (let step = 0; step < 20 && (await item.textContent()) !== text; step += 1) {
      await page.getByRole('button', { name: t.next, exact: true }).click()
    }
    expect(await item.textContent()).toBe(text)
  }

  it.each(LANGUAGES)('removes a comment with a reason, and its author reads why (%s)', async (language) => {
    const t = words(language)
    const text = `<b>Call me</b> on 613-555-0199, ${language}!`
    const receipt = await write(language, text)
    expect(await receipt.textContent('main')).toContain(t.public['fate-pending'])
    expect(await findingsAt(language, receipt.url())).toEqual([])

    const { page, problems, close } = await visit(browser, { language, as: 'administrator' })
    await lookAt(page, language, text)
    expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
    if (language === 'en') await screenshot(page, 'moderation')
    await page.getByRole('button', { name: t.remove, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t.category).selectOption('spam')
    await dialog.getByLabel(t.reason).selectOption('private-details')
    expect(await accessibilityFindings(page, 'dialog')).toEqual([])
    await dialog.getByRole('button', { name: t.confirmRemove }).click()
    // What was removed is covered from now on, until one says why one needs it.
    const { masked, reason } = translations[language].governance.disclosure
    const decision = page.locator('.gov-list li').filter({ hasText: t.reasons['private-details'] }).first()
    await decision.getByText(masked).first().click()
    await decision.getByRole('button', { name: reason.words }).waitFor()
    expect(await accessibilityFindings(page, '.gov-list')).toEqual([])
    expect(await decision.innerText()).not.toContain('613-555-0199')
    await decision.getByRole('button', { name: reason.check }).click()
    await page.locator('.gov-list', { hasText: text }).waitFor()
    expect(problems).toEqual([])
    await close()

    await receipt.reload()
    const fate = await receipt.textContent('main')
    expect(fate).toContain(t.public['fate-removed'])
    expect(fate).toContain(t.reasons['private-details'])
    await receipt.goto(`/${language}/posts/${POST}`)
    expect(await receipt.content()).not.toContain('613-555-0199')
    await receipt.context().close()
  })

  it.each(LANGUAGES)(
    'keeps a comment that was reported, on a phone, and says so on the receipt (%s)',
    async (language) => {
      const t = words(language)
      const { page: visitor } = await visit(browser, { language, javaScriptEnabled: false, phone: true })
      await visitor.goto(`/${language}/posts/${POST}`)
      const reported = visitor.locator('.comments > li').nth(language === 'en' ? 0 : 1)
      const text = (await reported.locator('blockquote').textContent())!
      await reported.locator('a[href*="/api/info/tell?"]').click()
      expect(await findingsAt(language, visitor.url())).toEqual([])
      await visitor.getByLabel(t.public.category).selectOption('other')
      await visitor.waitForTimeout(TYPING)
      await visitor.getByRole('button', { name: t.public.sendReport }).click()
      await visitor.getByRole('link', { name: t.public.openReceipt }).click()
      expect(await visitor.textContent('main')).toContain(t.public['outcome-received'])

      const { page, problems, close } = await visit(browser, { language, as: 'administrator', phone: true })
      await page.setViewportSize({ width: 360, height: 740 })
      await lookAt(page, language, text)
      expect(await page.textContent('.gov-mod__why')).toContain(t.reportedOnce)
      expect(await noSidewaysScroll(page)).toBe(true)
      await page.getByRole('button', { name: t.keep, exact: true }).press('Enter')
      await page.locator('.gov-list', { hasText: text }).waitFor()
      expect(problems).toEqual([])
      await close()

      await visitor.reload()
      expect(await visitor.textContent('main')).toContain(t.public['outcome-kept'])
      await visitor.context().close()
    },
  )

  it.each(LANGUAGES)(
    'lets an author ask for a second look, and somebody else put the comment back (%s)',
    async (language) => {
      const t = words(language)
      const text = `The path by the lake floods in April, ${language}.`
      const author = await write(language, text)

      const first = await visit(browser, { language, as: 'administrator' })
      await lookAt(first.page, language, text)
      await first.page.getByRole('button', { name: t.remove, exact: true }).click()
      const removing = first.page.getByRole('dialog')
      await removing.getByLabel(t.category).selectOption('other')
      await removing.getByLabel(t.reason).selectOption('off-topic')
      await removing.getByRole('button', { name: t.confirmRemove }).click()
      const removed = first.page.locator('.gov-list li').filter({ hasText: t.reasons['off-topic'] }).first()
      await removed.getByRole('button', { name: t.undo }).waitFor()
      expect(await accessibilityFindings(first.page, '.gov-list')).toEqual([])

      // What the author reads, and the one question that is asked.
      await author.reload()
      expect(await author.textContent('main')).toContain(t.public.reachText)
      if (language === 'en') await screenshot(author, 'statement')
      expect(await findingsAt(language, author.url())).toEqual([])
      await author.getByRole('link', { name: t.public.askAgain }).click()
      expect(await findingsAt(language, author.url())).toEqual([])
      await author.getByLabel(t.public.againWords).fill(`I walk there each week (${language}).`)
      await author.waitForTimeout(TYPING)
      await author.getByRole('button', { name: t.public.againSend }).click()
      await author.getByText(t.public.secondLook, { exact: true }).waitFor()

      // Whoever removed it cannot judge it.
      await first.page.goto('/admin/governance/moderation')
      for (let step = 0; step < 20; step += 1) {
        if (await first.page.getByText(t.appealOwn).isVisible()) break
        await first.page.getByRole('button', { name: t.next, exact: true }).click()
      }
      expect(await first.page.getByRole('button', { name: t.take }).count()).toBe(0)
      expect(first.problems).toEqual([])
      await first.close()

      const second = await visit(browser, { language, as: 'aed' })
      await lookAt(second.page, language, t.appealCovered)
      await second.page.getByRole('button', { name: t.take }).click()
      await second.page.locator('.gov-mod__text', { hasText: text }).waitFor()
      expect(await accessibilityFindings(second.page, '.gov-view')).toEqual([])
      if (language === 'en') await screenshot(second.page, 'appeal')
      await second.page.getByRole('button', { name: t.overturn }).click()
      const judging = second.page.getByRole('dialog')
      expect(await accessibilityFindings(second.page, 'dialog')).toEqual([])
      await judging.getByRole('button', { name: t.overturn }).click()
      await second.page.locator('.gov-list', { hasText: t.state.overturned }).waitFor()
      expect(second.problems).toEqual([])
      await second.close()

      await author.reload()
      expect(await author.textContent('main')).toContain(t.public['fate-visible'])
      await author.goto(`/${language}/posts/${POST}`)
      expect(await author.content()).toContain(text)
      await author.context().close()
    },
  )
})
