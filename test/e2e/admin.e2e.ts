import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { LANGUAGES, launch, site, visit } from '../helpers/browser.js'

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

  it('refuses the sign-in of a wrong password', async () => {
    const response = await fetch(`${site()}/api/users/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'aed@lakeshore.example', password: 'not the password' }),
    })
    expect(response.status).toBe(401)
  })
})
