import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import accounts from '../../dev/demo/accounts.json' with { type: 'json' }
import { translations } from '../../src/translations/index.js'
import {
  accessibilityFindings,
  eventually,
  type Language,
  LANGUAGES,
  launch,
  mails,
  screenshot,
  site,
  visit,
} from '../helpers/browser.js'

const AED = 'aed@lakeshore.example'
const ED = 'ed@lakeshore.example'

const WORDS = {
  en: {
    report: 'Report an incident',
    kind: 'What is it?',
    critical: 'Critical',
    summary: 'What happened?',
    send: 'Send the report',
    sent: /Recorded under number ([A-Z0-9]{4}-[A-Z0-9]{4})/,
    have: 'I have this',
    taken: 'Taken',
    resolve: 'Resolve',
    happened: 'What happened',
    close: 'Close after review',
    changes: 'What changes',
    closed: 'Closed after review',
    list: 'Open the list',
    publicWords: 'What happened?',
    publicSend: 'Send',
    danger: 'Someone may be in danger',
    follow: 'See how far it is',
    arrived: 'It has arrived. Nobody has started yet.',
  },
  fr: {
    report: 'Signaler un incident',
    kind: 'De quoi s’agit-il?',
    critical: 'Critique',
    summary: 'Que s’est-il passé?',
    send: 'Envoyer le signalement',
    sent: /Enregistré sous le numéro ([A-Z0-9]{4}-[A-Z0-9]{4})/,
    have: 'Je m’en occupe',
    taken: 'Pris en charge',
    resolve: 'Marquer comme résolu',
    happened: 'Ce qui s’est passé',
    close: 'Clore après examen',
    changes: 'Ce qui change',
    closed: 'Clos après examen',
    list: 'Ouvrir la liste',
    publicWords: 'Que s’est-il passé?',
    publicSend: 'Envoyer',
    danger: 'Une personne est peut-être en danger',
    follow: 'Voir où en sont les choses',
    arrived: 'Nous l’avons reçu. Personne ne s’en occupe encore.',
  },
} as const

const linkIn = (text: string): string => /https?:\/\/\S+\/governance\/incidents\/\S+/.exec(text)![0]

const signInHere = async (page: Page, email: string): Promise<void> => {
  // A form that is filled in before its scripts run is emptied by them.
  await page.waitForLoadState('networkidle')
  await page.locator('input[name="email"]').fill(email)
  await page.locator('input[name="password"]').fill(accounts.password)
  await page.locator('form button[type="submit"]').click()
}

const answer = async (page: Page, button: string, label: string, words: string): Promise<void> => {
  await page.getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(label).fill(words)
  await dialog.getByRole('button', { name: button }).click()
}

const forwardOneHour = async (): Promise<void> => {
  const response = await fetch(`${site()}/demo/clock/set`, {
    method: 'POST',
    headers: { accept: 'application/json', origin: site() },
    body: new URLSearchParams({ step: '1h' }),
  })
  expect(response.status).toBe(200)
}

describe('An incident reaches somebody who answers', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  /** A content creator reports a critical incident: one click from the desk, one screen, one button. */
  const reportCritical = async (language: Language, summary: string): Promise<string> => {
    const words = WORDS[language]
    const { page, problems, close } = await visit(browser, { as: 'creator', language })
    await page.goto('/admin')
    // The one on the desk: the navigation has it too, and may be folded away.
    await page.locator('.gov-desk').getByRole('link', { name: words.report }).click()
    await page.getByLabel(words.kind).selectOption('lost-or-stolen')
    await page.getByLabel(words.critical, { exact: true }).check()
    await page.getByLabel(words.summary).fill(summary)
    expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
    await page.getByRole('button', { name: words.send }).click()
    const status = page.getByRole('status').filter({ hasText: words.sent })
    const [, number] = words.sent.exec((await status.textContent()) ?? '')!
    await page.goto('/admin/governance/incidents')
    expect(await page.locator('.gov-view').textContent()).not.toContain(number)
    expect(problems).toEqual([])
    await close()
    return number!
  }

  it.each(LANGUAGES)(
    'the AED gets a mail, signs in by its link and takes the case (%s)',
    async (language) => {
      const words = WORDS[language]
      const number = await reportCritical(language, 'A laptop with client files is gone.')
      const mail = await eventually(() => mails(AED).find((one) => one.subject.includes(number)), 60_000)
      expect(mail.text).not.toMatch(/laptop|Camille/)
      expect(mails(ED).some((one) => one.subject.includes(number))).toBe(false)

      const { page, problems, close } = await visit(browser, { language })
      await page.goto(linkIn(mail.text))
      await page.waitForURL(/\/admin\/login/)
      await signInHere(page, AED)
      await page.waitForURL(/\/governance\/incidents\/\w+/)
      await page.getByText('A laptop with client files is gone.').waitFor()
      expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
      await page.getByRole('button', { name: words.have }).click()
      await page.locator('.gov-card').getByText(words.taken, { exact: true }).waitFor()
      expect(problems).toEqual([])
      await close()
    },
  )

  it.each(LANGUAGES)(
    'what nobody takes for an hour reaches the ED, who reviews and closes it (%s)',
    async (language) => {
      const words = WORDS[language]
      const number = await reportCritical(language, 'The client list was sent to the wrong address.')
      await eventually(() => mails(AED).find((one) => one.subject.includes(number)), 60_000)
      await forwardOneHour()
      const mail = await eventually(() => mails(ED).find((one) => one.subject.includes(number)))

      const { page, problems, close } = await visit(browser, { as: 'ed', language })
      await page.goto('/admin')
      // The banner stands on every page until somebody has taken it.
      await page.getByRole('link', { name: words.list, exact: true }).click()
      const card = page.locator('.gov-card').filter({ hasText: number })
      await card.waitFor()
      if (language === 'en') await screenshot(page, 'incidents')
      expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
      await card.getByRole('button', { name: words.have }).click()
      await card.getByText(words.taken, { exact: true }).waitFor()
      await page.goto(linkIn(mail.text))
      await answer(page, words.resolve, words.happened, 'The mail was recalled before it was read.')
      await answer(page, words.close, words.changes, 'Lists are no longer sent by mail.')
      await page.getByText(words.closed).last().waitFor()
      await page.getByText('Lists are no longer sent by mail.').waitFor()
      expect(problems).toEqual([])
      await close()
    },
  )

  it.each(LANGUAGES)('a page is reported from where it stands (%s)', async (language) => {
    const words = WORDS[language]
    const { report, case: file } = translations[language].governance.incidents
    const { page, problems, close } = await visit(browser, { as: 'creator', language })
    await page.goto('/admin/collections/pages')
    await page.locator('.cell-title a').first().click()
    await page.getByRole('link', { name: report.this, exact: true }).click()
    // In the language of the panel, whichever the list of pages is in.
    const title = (await page.locator('.gov-field strong').textContent())!
    await page.getByLabel(words.kind).selectOption('malicious-content')
    await page.getByLabel(words.critical, { exact: true }).check()
    await page.getByLabel(words.summary).fill('Somebody changed the telephone number.')
    expect(await accessibilityFindings(page, '.gov-view')).toEqual([])
    await page.getByRole('button', { name: words.send }).click()
    const status = page.getByRole('status').filter({ hasText: words.sent })
    const [, number] = words.sent.exec((await status.textContent()) ?? '')!
    expect(problems).toEqual([])
    await close()

    const aed = await visit(browser, { as: 'aed', language })
    await aed.page.goto('/admin/governance/incidents')
    await aed.page.getByRole('link', { name: new RegExp(number!) }).click()
    await aed.page.getByText(file.subject, { exact: true }).waitFor()
    await aed.page.locator('.gov-view').getByRole('link', { name: title }).waitFor()
    expect(aed.problems).toEqual([])
    await aed.close()
  })

  it('on a phone an untaken case has one button', async () => {
    const number = await reportCritical('en', 'Somebody is in the building.')
    const { page, close } = await visit(browser, { as: 'aed', phone: true })
    await page.goto('/admin/governance/incidents')
    const card = page.locator('.gov-card').filter({ hasText: number })
    expect(await card.getByRole('button').count()).toBe(1)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    await card.getByRole('button', { name: 'I have this' }).click()
    await card.getByText('Taken', { exact: true }).waitFor()
    await close()
  })

  it.each(LANGUAGES)(
    'a visitor reports without script, account or cookie and sees how far it is (%s)',
    async (language) => {
      const words = WORDS[language]
      const { page, context, close } = await visit(browser, { language, javaScriptEnabled: false })
      await context.clearCookies()
      await page.goto(`/api/info/message?lang=${language}`)
      expect(await page.title()).not.toMatch(/incident|danger|report|signal/i)
      await page.getByLabel(words.danger).check()
      await page.locator('select[name="kind"]').selectOption('other')
      await page.getByLabel(words.publicWords).fill('My neighbour reads my file.')
      await page.locator('#f-contact').fill('rose@safe.example')
      await page.locator('#f-safe-yes').check()
      // The guard takes faster hands for a robot's.
      await new Promise((done) => setTimeout(done, 2500))
      await page.getByRole('button', { name: words.publicSend, exact: true }).click()
      const number = (await page.locator('.number').textContent())!
      expect(await context.cookies()).toEqual([])
      const code = (await page.locator('main code').textContent())!
      const mail = await eventually(() => mails(AED).find((one) => one.subject.includes(number)), 60_000)
      await page.getByRole('link', { name: words.follow }).click()
      await page.getByText(words.arrived).waitFor()
      // Later, from paper: the address went with the browser's history.
      const { lookUp, lookUpNumber, lookUpCode } = translations[language].governance.publicPage
      await page.goto(`/api/info/message?lang=${language}`)
      await page
        .getByRole('link', { name: translations[language].governance.incidents.public.lookUp })
        .click()
      await page.getByLabel(lookUpNumber).fill(number.toLowerCase())
      await page.getByLabel(lookUpCode).fill(code.replaceAll('-', ' '))
      await page.getByRole('button', { name: lookUp }).click()
      await page.getByText(words.arrived).waitFor()
      await close()

      const { incidents, disclosure } = translations[language].governance
      const aed = await visit(browser, { as: 'aed', language, phone: true })
      await aed.page.goto(linkIn(mail.text))
      const covered = aed.page.locator('.gov-card .gov-card')
      await covered.getByText(incidents.case.contactCovered).waitFor()
      expect(await aed.page.content()).not.toContain('rose@safe.example')
      expect(await accessibilityFindings(aed.page, '.gov-view')).toEqual([])
      await covered.getByRole('button', { name: disclosure.reason.answer }).click()
      await aed.page.getByText('rose@safe.example').waitFor()
      expect(aed.problems).toEqual([])
      await aed.close()
    },
  )

  it.each(LANGUAGES)('the public page has no accessibility finding (%s)', async (language) => {
    const { page, problems, close } = await visit(browser, { language })
    await page.goto(`/api/info/message?lang=${language}`)
    expect(await accessibilityFindings(page)).toEqual([])
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('leave')
    await page.goto(`/api/info/receipt?lang=${language}`)
    expect(await accessibilityFindings(page)).toEqual([])
    expect(problems).toEqual([])
    await close()
  })
})
