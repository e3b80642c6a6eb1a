import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { accessibilityFindings, type Language, LANGUAGES, launch, site, visit } from '../helpers/browser.js'

const WORDS = {
  en: {
    list: 'Records, the first to leave on top',
    take: 'Take in hand',
    inHand: 'In hand',
    answer: 'Answer',
    warning: /is not deleted by this site/,
    open: 'Open the mail program',
    mark: 'Mark as answered',
    answered: 'Answered',
    done: 'Done, delete now',
    confirm: 'Delete now',
    certified: /Deleted\. Certificate [A-Z0-9]{4}-[A-Z0-9]{4}/,
  },
  fr: {
    list: 'Enregistrements, le premier à supprimer en haut',
    take: 'Prendre en charge',
    inHand: 'En cours',
    answer: 'Répondre',
    warning: /n’est pas supprimé par ce site/,
    open: 'Ouvrir le logiciel de courriel',
    mark: 'Marquer comme répondu',
    answered: 'Répondu',
    done: 'Traité, supprimer maintenant',
    confirm: 'Supprimer maintenant',
    certified: /Supprimé\. Certificat [A-Z0-9]{4}-[A-Z0-9]{4}/,
  },
} as const

/** What a visitor writes, with an address where it is safe to write; its number. */
const write = async (values: Record<string, string>): Promise<string> => {
  const sent = await fetch(`${site()}/api/info/form/contact`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', origin: site() },
    body: JSON.stringify({ values, safeToWrite: 'yes' }),
  })
  expect(sent.status).toBe(201)
  return ((await sent.json()) as { number: string }).number
}

const item = (page: Page, language: Language, number: string) =>
  page.getByRole('list', { name: WORDS[language].list }).getByRole('listitem').filter({ hasText: number })

describe('A message goes over the desk', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it.each(LANGUAGES)('from new to in hand, answered and deleted (%s)', async (language) => {
    const t = WORDS[language]
    const safe = await write({
      message: 'May I telephone?',
      email: 'robin@home.example',
    })
    const silent = await write({ message: 'Thank you for the evening.' })
    const { page, problems, close } = await visit(browser, { as: 'communications', language })
    await page.goto('/admin/governance/worklist')
    const mine = item(page, language, safe)
    await mine.getByRole('button', { name: t.take }).click()
    await mine.getByText(t.inHand, { exact: true }).waitFor()
    // Nobody may be written to who left no address.
    expect(
      await item(page, language, silent).getByRole('button', { name: t.answer, exact: true }).count(),
    ).toBe(0)

    await mine.getByRole('button', { name: t.answer, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(t.warning).waitFor()
    expect(await accessibilityFindings(page, 'dialog')).toEqual([])
    const answered = page.waitForResponse((one) => one.url().endsWith('/answer'))
    await dialog.getByRole('button', { name: t.open }).click()
    const { mailto } = (await (await answered).json()) as { mailto: string }
    expect(mailto).toBe(`mailto:robin@home.example?subject=${safe}`)

    await mine.getByRole('button', { name: t.mark }).click()
    await mine.getByText(t.answered, { exact: true }).waitFor()
    expect(await accessibilityFindings(page, 'main')).toEqual([])
    await mine.getByRole('button', { name: t.done }).click()
    await page.getByRole('dialog').getByRole('button', { name: t.confirm }).click()
    await page.getByRole('status').getByText(t.certified).waitFor()
    await mine.waitFor({ state: 'detached' })
    expect(problems).toEqual([])
    await close()
  })
})
