import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { accessibilityFindings, LANGUAGES, launch, site, visit } from '../helpers/browser.js'

const WORDS = {
  en: {
    hand: 'Hand over decisions',
    to: 'To whom',
    first: 'First day',
    last: 'Last day',
    reason: 'Reason',
    media: 'Media rights',
    network: 'Mastodon',
    posting: 'On the network',
    choose: /^Choose “/,
    bulk: 'Approve the chosen ones',
    submitted: 'submitted the English and French text for approval.',
    changed: 'What changed',
    since: 'What is live',
  },
  fr: {
    hand: 'Déléguer des décisions',
    to: 'À qui',
    first: 'Premier jour',
    last: 'Dernier jour',
    reason: 'Motif',
    media: 'Droits sur les médias',
    network: 'Mastodon',
    posting: 'Sur le réseau',
    choose: /^Choisir «/,
    bulk: 'Approuver les éléments choisis',
    submitted: 'a soumis les textes anglais et français pour approbation.',
    changed: 'Ce qui a changé',
    since: 'Ce qui est en ligne',
  },
} as const

/** What a page of the plugin must never show: a key without words, a placeholder, an untranslated value. */
const CODE_LIKE = /governance:|\{\{|undefined|\[object/

/** False once the page fits: after another size of the window Payload folds its navigation away by itself. */
const sideways = (page: Page): Promise<boolean> =>
  page
    .waitForFunction(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1,
      undefined,
      { timeout: 5000 },
    )
    .then(
      () => false,
      () => true,
    )

/** Reads and looks like a page for people: words, no barrier that axe finds, no scrolling sideways on a phone. */
const isFit = async (page: Page): Promise<void> => {
  const address = page.url()
  expect(await page.locator('.gov-view').innerText(), address).not.toMatch(CODE_LIKE)
  expect(await accessibilityFindings(page, '.gov-view'), address).toEqual([])
  await page.setViewportSize({ width: 375, height: 812 })
  expect(await sideways(page), address).toBe(false)
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** A post in both languages that its creator has submitted. */
const submitted = async (browser: Browser): Promise<string> => {
  const { context, close } = await visit(browser, { as: 'creator' })
  // As a page of the site asks: without it Payload takes the session for forged.
  const headers = { 'sec-fetch-site': 'same-origin' }
  const title = `Looked at ${Date.now().toString(36)}`
  const made = await context.request.post(`${site()}/api/posts?draft=true`, {
    headers,
    data: { title, slug: title.toLowerCase().replaceAll(' ', '-'), summary: 'Come.', _status: 'draft' },
  })
  const { id } = ((await made.json()) as { doc: { id: number | string } }).doc
  const french = { headers, data: { title: `${title} (fr)`, summary: 'Venez.' } }
  await context.request.patch(`${site()}/api/posts/${id}?draft=true&locale=fr`, french)
  const answer = await context.request.post(
    `${site()}/api/governance/approvals/collections/posts/${id}/submit`,
    { headers, data: {} },
  )
  expect(answer.status()).toBe(200)
  await close()
  return title
}

describe('The admin panel of the built demo', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it.each(LANGUAGES)('asks a stranger to sign in (%s)', async (language) => {
    const { page, problems, close } = await visit(browser, { language })
    await page.goto('/admin')
    await page.waitForURL(/\/admin\/login/)
    const label = { en: 'Email', fr: 'E-mail' }[language]
    await page.getByLabel(label).first().waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    expect(problems).toEqual([])
    await close()
  })

  it.each(LANGUAGES)('shows a member of staff the posts (%s)', async (language) => {
    const { page, problems, close } = await visit(browser, { as: 'aed', language })
    await page.goto('/admin/collections/posts')
    await page.locator('table').waitFor()
    expect(problems).toEqual([])
    await close()
  })

  it.each(LANGUAGES)(
    'shows delegations, media rights, social posts, what waits and what changed to whoever needs them (%s)',
    async (language) => {
      const t = WORDS[language]
      const title = await submitted(browser)
      const { page, problems, close } = await visit(browser, { as: 'administrator', language })

      await page.goto('/admin/governance/approvals/delegations')
      await isFit(page)
      await page.getByRole('button', { name: t.hand }).click()
      const dialog = page.getByRole('dialog')
      expect(await accessibilityFindings(page, 'dialog[open]')).toEqual([])
      await dialog.getByLabel(t.to).selectOption({ label: 'Jordan Beaulieu' })
      await dialog.getByLabel(t.first).fill('2027-01-02')
      await dialog.getByLabel(t.last).fill('2027-01-01')
      await dialog.getByLabel(t.reason).fill('Holidays')
      await dialog.getByRole('button', { name: t.hand }).click()
      // A refusal is said where the person is, not behind the dialog; what was typed stays.
      await dialog.getByRole('alert').getByText(/\S/).waitFor()
      expect(await dialog.getByLabel(t.reason).inputValue()).toBe('Holidays')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      // By keyboard one is where one was.
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(t.hand)

      await page.goto('/admin/governance/approvals/media')
      await page.getByRole('heading', { level: 1, name: t.media }).waitFor()
      await isFit(page)

      await page.goto('/admin/collections/social-posts')
      await page.getByRole('cell', { name: t.network, exact: true }).first().waitFor()
      await page.locator('tbody a').first().click()
      await page.locator('#governance-posting').getByText(t.posting).waitFor()
      for (const panel of ['#governance-posting', '#governance-approval'])
        expect(await accessibilityFindings(page, panel)).toEqual([])

      await page.goto('/admin/governance/approvals')
      await isFit(page)
      const row = page.getByRole('row').filter({ hasText: title })
      await row.getByLabel(t.choose).check()
      await page.getByRole('button', { name: t.bulk }).click()
      await dialog.getByRole('checkbox').first().waitFor()
      expect(await accessibilityFindings(page, 'dialog[open]')).toEqual([])
      expect(await dialog.innerText()).not.toMatch(CODE_LIKE)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })

      await row.getByRole('link').click()
      await page.locator('#governance-approval a[href*="/difference/"]').click()
      await page.getByRole('heading', { level: 1, name: t.changed }).waitFor()
      await isFit(page)
      await page.getByRole('link', { name: t.since }).click()
      await page.waitForURL(/since=live/)
      await isFit(page)
      expect(problems).toEqual([])
      await close()
    },
  )

  it.each(LANGUAGES)('keeps evidence that people can read (%s)', async (language) => {
    const t = WORDS[language]
    const { page, problems, close } = await visit(browser, { as: 'aed', language })
    await page.goto('/admin/governance/ledger?action=approvals.submitted')
    await page.locator('.gov-entries__said', { hasText: t.submitted }).first().waitFor()
    expect(await page.locator('.gov-entries').innerText()).not.toMatch(CODE_LIKE)
    await page.locator('.gov-entries__meta a[href*="/entries/"]').first().click()
    await page.locator('.gov-facts').first().waitFor()
    const text = await page.locator('.gov-view').innerText()
    expect(text).toContain(t.submitted)
    expect(text).not.toMatch(CODE_LIKE)
    // Nothing is loaded from elsewhere to show it.
    expect(problems).toEqual([])
    await close()
  })

  it.each(LANGUAGES)(
    'lets a visitor of the demo sign in with one tap on a telephone (%s)',
    async (language) => {
      const { page, problems, close } = await visit(browser, { language, phone: true })
      await page.setViewportSize({ width: 375, height: 812 })
      // Without `lang` in the address: the browser says which language it wants.
      await page.goto('/demo')
      const button = page.getByRole('button', { name: /Camille Okafor/ })
      await button.scrollIntoViewIfNeeded()
      const box = (await button.boundingBox())!
      expect(box.x + box.width).toBeLessThanOrEqual(375)
      expect(await page.locator('[lang]').nth(1).getAttribute('lang')).toBe(`${language}-CA`)
      expect(await sideways(page)).toBe(false)
      await button.click()
      await page.waitForURL(/\/admin/)
      expect(problems).toEqual([])
      await close()
    },
  )

  it('refuses the sign-in of a wrong password', async () => {
    const response = await fetch(`${site()}/api/users/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'aed@lakeshore.example', password: 'not the password' }),
    })
    expect(response.status).toBe(401)
  })
})
