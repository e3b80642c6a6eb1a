import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { freePort, startServer } from '../../scripts/server.mjs'
import { accessibilityFindings, LANGUAGES, launch, screenshot } from '../helpers/browser.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const WORDS = {
  en: {
    setup: 'Set up governance',
    desk: 'My desk',
    aed: 'Assistant Executive Director (AED)',
    name: 'Name in English',
    save: 'Save',
    later: 'Later',
    missingEd: 'Nobody is Executive Director.',
  },
  fr: {
    setup: 'Configurer la gouvernance',
    desk: 'Mon bureau',
    aed: 'Direction générale adjointe (DGA)',
    name: 'Nom en français',
    save: 'Enregistrer',
    later: 'Plus tard',
    missingEd: 'Personne n’occupe la direction générale.',
  },
} as const

interface Site {
  url: string
  stop: () => Promise<void>
}

const run = (args: string[], env: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'ignore',
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? -1))
  })

/** The built demo on a database that has its tables and nothing else: a site on its first day. */
const emptySite = async (): Promise<Site> => {
  const directory = mkdtempSync(join(tmpdir(), 'gov-first-start-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    DATABASE_URI: `file:${join(directory, 'site.db')}`,
    DEMO_DIR: directory,
    DEMO_URL: url,
    GOVERNANCE_DEMO: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    PAYLOAD_SECRET: 'a secret for one browser test',
  }
  // The doctor brings the schema, since it starts Payload, and ends with 1: everybody is missing.
  const doctor = ['--import', './dev/start/register.mjs', 'node_modules/payload/bin.js', 'governance:doctor']
  const code = await run(doctor, {
    ...env,
    NODE_ENV: 'development',
    PAYLOAD_CONFIG_PATH: 'dev/payload.config.ts',
  })
  expect(code).toBe(1)
  const server = await startServer(
    process.execPath,
    ['node_modules/next/dist/bin/next', 'start', 'dev', '-H', '127.0.0.1', '-p', String(port)],
    {
      cwd: root,
      env: { ...env, NODE_ENV: 'production' },
      url: `${url}/api/users/me`,
    },
  )
  return {
    url,
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

describe('The first start', () => {
  let browser: Browser
  let site: Site | undefined
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    await site?.stop()
    site = undefined
  })

  it.each(LANGUAGES)(
    'leads from the first account to the set-up and on to my desk (%s)',
    { timeout: 240_000 },
    async (language) => {
      site = await emptySite()
      const words = WORDS[language]
      const context = await browser.newContext({
        baseURL: site.url,
        locale: language === 'fr' ? 'fr-CA' : 'en-CA',
        viewport: { width: 1280, height: 1000 },
      })
      await context.addCookies([{ name: 'payload-lng', value: language, url: site.url }])
      const page = await context.newPage()
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      await page.goto('/admin')
      await page.waitForURL(/create-first-user/)
      await page.locator('input[name="email"]').fill('first@lakeshore.example')
      await page.locator('input[name="password"]').fill('a-long-enough-password')
      await page.locator('input[name="confirm-password"]').fill('a-long-enough-password')
      await page.locator('input[name="name"]').fill('Jordan Beaulieu')
      await page.locator('form button[type="submit"]').click()

      // Nobody had to look for it.
      await page.getByRole('heading', { level: 1, name: words.setup }).waitFor()
      await page.getByText(words.missingEd).first().waitFor()
      expect(await page.getByLabel(words.aed).inputValue()).toMatch(/^users:/)
      expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
      await screenshot(page, language === 'en' ? 'setup' : 'setup-fr')

      // "Later" shows my desk, with a banner and without asking again at once.
      await page.getByRole('link', { name: words.later }).click()
      await page.getByRole('heading', { level: 1, name: words.desk }).waitFor()
      await page.locator('.gov-banner').first().getByRole('link', { name: words.setup }).click()
      await page.getByRole('heading', { level: 1, name: words.setup }).waitFor()

      await page.getByLabel(words.name).fill('Lakeshore')
      await page.getByRole('button', { name: words.save }).click()
      await page.getByRole('heading', { level: 1, name: words.desk }).waitFor()
      // Finished once, it does not open by itself any more; who is missing stays on the banner.
      await page.goto('/admin')
      await page.getByRole('heading', { level: 1, name: words.desk }).waitFor()
      await page.getByText(words.missingEd).first().waitFor()
      expect(problems).toEqual([])
      await context.close()
    },
  )
})
