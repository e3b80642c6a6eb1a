import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { translations } from '../../src/translations/index.js'
import { accessibilityFindings, type Language, LANGUAGES, launch, visit } from '../helpers/browser.js'

const PDF = Buffer.from('%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n')

/** Fills the dialog that a button opens, and sends it. */
const asked = async (
  page: Page,
  button: string,
  confirm: string,
  fill: Record<string, string>,
): Promise<void> => {
  await page.getByRole('button', { name: button, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  for (const [name, value] of Object.entries(fill)) {
    const field = dialog.locator(`[name="${name}"]`)
    if ((await field.evaluate((one) => one.tagName)) === 'SELECT') await field.selectOption({ label: value })
    else await field.fill(value)
  }
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

describe('Colleagues work on an incident together', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  const openNewest = async (page: Page, number: string): Promise<void> => {
    await page.goto('/admin/governance/incidents')
    await page.locator('.gov-card').getByRole('link', { name: number }).click()
    await page.waitForURL(/\/governance\/incidents\/\w+$/)
    await page.waitForLoadState('networkidle')
  }
  /** By the page itself: the site takes no request of a signed-in person that comes from elsewhere. */
  const reportedBy = async (page: Page, summary: string): Promise<string> => {
    await page.goto('/admin')
    const body = { kind: 'lost-or-stolen', severity: 'low', summary, requestKey: summary }
    return page.evaluate(async (sent) => {
      const headers = { 'content-type': 'application/json' }
      const request = { method: 'POST', headers, body: JSON.stringify(sent) }
      const answer = await fetch('/api/governance/incidents/report', request)
      return ((await answer.json()) as { number: string }).number
    }, body)
  }

  it.each(LANGUAGES)(
    'who is asked to help finds the case, its task and its file; a duplicate is merged (%s)',
    async (language: Language) => {
      const words = translations[language].governance.incidents
      const aed = await visit(browser, { as: 'aed', language })
      const number = await reportedBy(aed.page, `A binder is gone (${language}).`)
      const twin = await reportedBy(aed.page, `The binder cannot be found (${language}).`)
      await openNewest(aed.page, number)
      expect(await aed.page.getByRole('meter').count()).toBe(1)
      await aed.page.getByRole('button', { name: words.action.acknowledge }).click()
      await aed.page.getByRole('button', { name: words.action.resolve }).waitFor()
      await asked(aed.page, words.tasks.add, words.tasks.addConfirm, {
        words: 'Ask at the front desk',
        person: 'Camille Okafor',
        day: '2099-12-31',
      })
      await aed.page.locator('#case-team + *').getByText('Camille').waitFor()
      await aed.page.locator('input[type="file"]').setInputFiles({
        name: 'list of names.pdf',
        mimeType: 'application/pdf',
        buffer: PDF,
      })
      await aed.page.getByRole('button', { name: words.files.send }).click()
      await aed.page.getByRole('link', { name: 'list of names.pdf' }).waitFor()
      expect(await accessibilityFindings(aed.page, '.gov-view')).toEqual([])

      const helper = await visit(browser, { as: 'creator', language, phone: true })
      await helper.page.goto('/admin')
      await helper.page
        .locator('.gov-desk')
        .getByRole('link', { name: words.desk.task.replace('{{number}}', number) })
        .click()
      await helper.page.getByText('Ask at the front desk').first().waitFor()
      await helper.page.waitForLoadState('networkidle')
      expect(await accessibilityFindings(helper.page, '.gov-view')).toEqual([])
      const width = await helper.page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(390)
      expect(await helper.page.getByRole('button', { name: words.action.close }).count()).toBe(0)
      const [download] = await Promise.all([
        helper.page.waitForEvent('download'),
        helper.page.getByRole('link', { name: 'list of names.pdf' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('list of names.pdf')
      await helper.page.getByRole('button', { name: words.tasks.finish, exact: true }).click()
      await helper.page.getByText(words.tasks.isDone, { exact: true }).waitFor()
      expect(helper.problems).toEqual([])
      await helper.close()

      await openNewest(aed.page, twin)
      await aed.page.getByRole('button', { name: words.merge.ask }).click()
      const dialog = aed.page.getByRole('dialog')
      await dialog.locator('select').selectOption(number)
      await dialog.getByRole('button', { name: words.merge.confirm }).click()
      await aed.page.getByText(words.merge.partOf).waitFor()
      expect(await accessibilityFindings(aed.page, '.gov-view')).toEqual([])
      await aed.page.getByRole('link', { name: number }).click()
      await aed.page.getByText(`The binder cannot be found (${language}).`).waitFor()
      expect(aed.problems).toEqual([])
      await aed.close()
    },
  )
})
