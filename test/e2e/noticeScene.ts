import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

import { type Language, site, visit } from '../helpers/browser.js'

const WORDS = {
  en: {
    open: 'Open the draft',
    publish: 'Publish this version',
    approve: 'Approve',
    confirm: 'Publish',
    same: /Since .*, version \d+ is in force\. .*same text/,
    message: 'Your message',
    send: 'Send',
    receipt: 'Your receipt',
  },
  fr: {
    open: 'Ouvrir le brouillon',
    publish: 'Publier cette version',
    approve: 'Approuver',
    confirm: 'Publier',
    same: /Depuis le .*, la version \d+ est en vigueur\. .*même texte/,
    message: 'Votre message',
    send: 'Envoyer',
    receipt: 'Votre reçu',
  },
} as const

/** As a page of the site asks: without it Payload takes the session for forged. */
const headers = { 'sec-fetch-site': 'same-origin' }

type Found = { docs: { id: number | string }[] }

const draftOf = async (context: BrowserContext): Promise<number | string> => {
  const answer = await context.request.get(`${site()}/api/gov-notices?where[key][equals]=site&depth=0`, {
    headers,
  })
  return ((await answer.json()) as Found).docs[0]!.id
}

/** The communications employee has changed both titles and asks for approval; nothing of it is in force yet. */
export const changeDraft = async (browser: Browser, mark: string): Promise<void> => {
  const { context, close } = await visit(browser, { as: 'communications' })
  const id = await draftOf(context)
  const answer = await context.request.patch(`${site()}/api/gov-notices/${id}`, {
    headers,
    data: {
      en: { title: `Privacy notice ${mark}`, changes: 'The title says more.' },
      fr: { title: `Avis de confidentialité ${mark}`, changes: 'Le titre en dit plus.' },
    },
  })
  expect(answer.status()).toBe(200)
  const submitted = await context.request.post(
    `${site()}/api/governance/approvals/collections/gov-notices/${id}/submit`,
    { headers, data: {} },
  )
  expect(submitted.status()).toBe(200)
  await close()
}

export const inForce = async (): Promise<number> => {
  const answer = await fetch(`${site()}/api/info/notice?format=json`)
  return ((await answer.json()) as { number: number }).number
}

/** Fills in the contact form as a person would; the intake guard wants two seconds. */
export const writeMessage = async (
  page: Page,
  language: Language,
  words: string,
  more: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> => {
  const t = WORDS[language]
  await page.goto(`/api/info/form/contact?lang=${language}`)
  await page.getByLabel(t.message, { exact: true }).fill(words)
  await more(page)
  await new Promise((done) => {
    setTimeout(done, 2200)
  })
  await page.getByRole('button', { name: t.send }).click()
  await page.getByRole('heading', { level: 1, name: t.receipt }).waitFor()
}

/** From my desk, as whoever approves and publishes: the draft, approved as it is, then in force. */
export const publishDraft = async (page: Page, language: Language): Promise<void> => {
  const t = WORDS[language]
  const card = page.locator('#gov-card-notices')
  await card.getByRole('link', { name: t.open }).click()
  await page.locator('#governance-approve').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: t.approve, exact: true }).click()
  await page.getByRole('button', { name: t.publish }).click()
  await dialog.getByRole('button', { name: t.confirm }).click()
  await page.getByText(t.same).waitFor()
}
