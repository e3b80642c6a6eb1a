import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { onTestFailed } from 'vitest'

import accounts from '../../dev/demo/accounts.json' with { type: 'json' }

export type Language = 'en' | 'fr'
export const LANGUAGES: readonly Language[] = ['en', 'fr']

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The address of the running demo; scripts/e2e.mjs sets it. */
export function site(): string {
  const url = process.env.E2E_URL
  if (!url) throw new Error('E2E_URL is not set: run the browser tests with "npm run test:e2e".')
  return url
}

/** Starts Chromium: `CHROMIUM_PATH`, or the one that the system has. Close it in `afterAll`. */
export async function launch(): Promise<Browser> {
  const places = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  const executablePath = places.find((place) => place && existsSync(place))
  if (!executablePath) throw new Error('No Chromium was found: install it, or name it in CHROMIUM_PATH.')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Visit = {
  page: Page
  context: BrowserContext
  /** What went wrong unseen: exceptions in the page, errors on its console, answers of 500 and above. */
  problems: string[]
  close: () => Promise<void>
}

export type VisitOptions = {
  /** Language of the browser, the admin panel and `screenshot`. @default 'en' */
  language?: Language
  /** Key of a demo account (dev/demo/accounts.json) to be signed in as. @default nobody */
  as?: string
  /** @default true */
  javaScriptEnabled?: boolean
  /** Width of a telephone instead of a desk. @default false */
  phone?: boolean
}

/** Opens a page of its own: no cookie, no session and no storage is shared with any other visit. */
export async function visit(browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const { language = 'en', phone = false, javaScriptEnabled = true } = options
  const context = await browser.newContext({
    baseURL: site(),
    javaScriptEnabled,
    locale: language === 'fr' ? 'fr-CA' : 'en-CA',
    timezoneId: 'America/Toronto',
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
  })
  if (options.as) await signIn(context, options.as)
  await adminLanguage(context, language)
  const page = await context.newPage()
  await page.addInitScript(untouchableUntilItStands)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    // Chromium also writes one line per failed request, which the listener below judges.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      problems.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} ${response.url()}`)
  })
  const unanswered = requestsUnderWay(page)
  try {
    onTestFailed(() => leavePicture(page, [...problems, ...unanswered()]))
  } catch {
    // Visits of a hook belong to no test.
  }
  return { page, context, problems, close: () => context.close() }
}

/**
 * Payload opens or closes its navigation once its scripts run, which moves everything: a button that was pressed
 * before is let go somewhere else. People press again; a test waits.
 */
const untouchableUntilItStands = (): void => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    'html:has(.template-default):not(:has(.nav--nav-hydrated)) * { pointer-events: none !important; }',
  )
  document.adoptedStyleSheets = [sheet]
}

/** Tells a server that does not answer from a click that nobody heard. */
const requestsUnderWay = (page: Page): (() => string[]) => {
  const sent = new Map<Request, number>()
  page.on('request', (request) => sent.set(request, Date.now()))
  page.on('requestfinished', (request) => sent.delete(request))
  page.on('requestfailed', (request) => sent.delete(request))
  return () =>
    [...sent].map(
      ([request, at]) => `not answered for ${Date.now() - at} ms: ${request.method()} ${request.url()}`,
    )
}

/** What a failed test saw last, in test/.results, with the address and what went wrong unseen. */
const leavePicture = async (page: Page, problems: string[]): Promise<void> => {
  if (page.isClosed()) return
  const directory = join(root, 'test/.results')
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `failed-${Date.now().toString(36)}.png`)
  await page.screenshot({ path, timeout: 5_000 }).catch(() => undefined)
  console.log([`A test failed at ${page.url()}`, path, ...problems].join('\n'))
}

/** Signs in as a demo account, by the request that the sign-in form sends. */
export async function signIn(context: BrowserContext, key: string): Promise<void> {
  const account = accounts.accounts.find((one) => one.key === key)
  if (!account) throw new Error(`There is no demo account "${key}".`)
  const response = await context.request.post(`${site()}/api/users/login`, {
    data: { email: account.email, password: accounts.password },
  })
  if (!response.ok())
    throw new Error(`${account.email} could not sign in: ${response.status()} ${await response.text()}`)
}

/** The language of the admin panel from now on. That of the content is `?locale=` in the address. */
export async function adminLanguage(context: BrowserContext, language: Language): Promise<void> {
  await context.addCookies([{ name: 'payload-lng', value: language, url: site() }])
}

/** Renews docs/screenshots/NAME.png when UPDATE_SCREENSHOTS=1; without it does nothing, to stay quick. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_SCREENSHOTS !== '1') return
  const directory = join(root, 'docs/screenshots')
  mkdirSync(directory, { recursive: true })
  await page.screenshot({ path: join(directory, `${name}.png`), animations: 'disabled', caret: 'hide' })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 A and AA in the page or a part of it: a sentence each; empty is good. */
export async function accessibilityFindings(page: Page, selector = 'html'): Promise<string[]> {
  await page.evaluate(axe)
  // A colour on its way from one theme to the other is neither. In what is folded up the browser ends no transition:
  // it is not seen either.
  await page.evaluate(async () => {
    const isSeen = ({ effect, playState }: Animation) =>
      playState === 'running' &&
      effect?.getTiming().iterations !== Infinity &&
      (effect as KeyframeEffect | null)?.target?.checkVisibility() !== false
    const running = document.getAnimations().filter(isSeen)
    await Promise.allSettled(running.map(({ finished }) => finished))
  })
  return page.evaluate(async (within) => {
    type Result = { violations: { id: string; help: string; nodes: { html: string }[] }[] }
    const { axe: run } = window as unknown as {
      axe: { run: (context: string, options: object) => Promise<Result> }
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await run.run(within, { runOnly: { type: 'tag', values: tags } })
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)}`),
    )
  }, selector)
}

export type CaughtMail = {
  id: string
  receivedAt: string
  from: string
  to: string[]
  subject: string
  text: string
}

/** The mails that the demo really sent over SMTP, oldest first, to one address or to all. */
export function mails(to?: string): CaughtMail[] {
  const directory = join(process.env.DEMO_DIR ?? '', 'mail')
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as CaughtMail)
    .filter((mail) => !to || mail.to.includes(to.toLowerCase()))
}

/** Waits for something that happens outside the page, such as a mail, at most `patience` milliseconds. */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
  patience = 20_000,
): Promise<T> {
  const until = Date.now() + patience
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > until) throw new Error(`It did not happen within ${patience / 1000} s.`)
    await new Promise((done) => setTimeout(done, 200))
  }
}
