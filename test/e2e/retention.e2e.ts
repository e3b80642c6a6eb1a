import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  accessibilityFindings,
  eventually,
  type Language,
  LANGUAGES,
  launch,
  screenshot,
  site,
  visit,
} from '../helpers/browser.js'

const WORDS = {
  en: {
    open: 'Open the worklist',
    list: 'Records, the first to leave on top',
    done: 'Done, delete now',
    goes: /What goes: the record, its versions and drafts \(\d+\) and its files \(\d+\)/,
    confirm: 'Delete now',
    certified: /Deleted\. Certificate ([A-Z0-9]{4}-[A-Z0-9]{4})/,
    see: 'See the certificate',
    clause: 'Handled, deleted by a person',
    hold: 'Place a hold',
    why: 'Why must it stay?',
    place: 'Place the hold',
    held: 'On hold',
    empty: 'Nothing is kept at the moment.',
  },
  fr: {
    open: 'Ouvrir la liste de travail',
    list: 'Enregistrements, le premier à supprimer en haut',
    done: 'Traité, supprimer maintenant',
    goes: /Ce qui sera supprimé\s: l’enregistrement, ses versions et brouillons \(\d+\) et ses fichiers \(\d+\)/,
    confirm: 'Supprimer maintenant',
    certified: /Supprimé\. Certificat ([A-Z0-9]{4}-[A-Z0-9]{4})/,
    see: 'Voir le certificat',
    clause: 'Traité, supprimé par une personne',
    hold: 'Suspendre la suppression',
    why: 'Pourquoi faut-il le garder?',
    place: 'Suspendre',
    held: 'Suppression suspendue',
    empty: 'Rien n’est conservé pour le moment.',
  },
} as const

const ELSEWHERE = {
  en: {
    title: 'Backups: is it gone there as well?',
    button: 'Confirm that it is gone',
    how: /How do you know\?/,
    confirm: 'Confirm',
    confirmed: /Confirmed by Maya Fontaine/,
    searched: 'Other places that were searched, and what was found there',
  },
  fr: {
    title: 'Journaux de l’hébergeur : n’en reste-t-il rien là non plus?',
    button: 'Confirmer qu’il n’en reste rien',
    how: /Comment le savez-vous\?/,
    confirm: 'Confirmer',
    confirmed: /Confirmé par Maya Fontaine/,
    searched: 'Autres endroits examinés, et ce qui s’y trouvait',
  },
} as const

const clock = async (step: '3mo' | 'reset'): Promise<void> => {
  const response = await fetch(`${site()}/demo/clock/set`, {
    method: 'POST',
    headers: { accept: 'application/json', origin: site() },
    body: new URLSearchParams({ step }),
  })
  expect(response.status).toBe(200)
}

const files = (): string[] => {
  try {
    return readdirSync(join(process.env.DEMO_DIR ?? '', 'attachments'))
  } catch {
    return []
  }
}

const records = (page: Page, language: Language) =>
  page.getByRole('list', { name: WORDS[language].list }).getByRole('listitem')

describe('What people sent is gone when it was promised to be', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(async () => {
    await clock('reset')
    await browser?.close()
  })

  it.each(LANGUAGES)('three clicks from the desk to a certificate (%s)', async (language) => {
    const words = WORDS[language]
    const { page, problems, close } = await visit(browser, { as: 'communications', language })
    await page.goto('/admin')
    await page.getByRole('link', { name: words.open }).click()
    await records(page, language).first().waitFor()
    const before = await records(page, language).count()
    const filesBefore = files().length
    if (language === 'en') await screenshot(page, 'retention')
    expect(await accessibilityFindings(page, 'main')).toEqual([])

    await records(page, language).first().getByRole('button', { name: words.done }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(words.goes).waitFor()
    // The first one in English came with a file.
    if (language === 'en') await dialog.getByText(/its files \(1\)/).waitFor()
    expect(await accessibilityFindings(page, 'dialog')).toEqual([])
    await dialog.getByRole('button', { name: words.confirm }).click()

    const said = page.getByRole('status').getByText(words.certified)
    await said.waitFor()
    const number = words.certified.exec((await said.textContent()) ?? '')![1]!
    // In English its file goes with it, which is kept under a rule of its own.
    const gone = language === 'en' ? 2 : 1
    await eventually(async () =>
      (await records(page, language).count()) === before - gone ? true : undefined,
    )
    // And from the disk too.
    if (language === 'en') expect(files().length).toBeLessThan(filesBefore)
    await page.getByRole('link', { name: words.see }).click()
    await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
    await page.getByText(words.clause).waitFor()
    expect(await accessibilityFindings(page, 'main')).toEqual([])
    expect(problems).toEqual([])
    await close()
  })

  it('works on a telephone and with the keyboard alone', async () => {
    const { page, problems, close } = await visit(browser, { as: 'communications', phone: true })
    await page.goto('/admin/governance/worklist')
    const first = records(page, 'en').first()
    await first.waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await first.getByRole('button', { name: WORDS.en.done }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(problems).toEqual([])
    await close()
  })

  it('leaves by itself after three months, except what is on hold', async () => {
    const words = WORDS.en
    const officer = await visit(browser, { as: 'privacy' })
    await officer.page.goto('/admin/governance/worklist')
    const last = records(officer.page, 'en').last()
    await last.getByRole('button', { name: words.hold }).click()
    const dialog = officer.page.getByRole('dialog')
    await dialog.getByLabel(words.why).fill('A complaint is open.')
    await dialog.getByRole('button', { name: words.place }).click()
    await officer.page.getByText(words.held).waitFor()
    expect(await records(officer.page, 'en').count()).toBeGreaterThan(1)

    await clock('3mo')
    await eventually(async () => {
      await officer.page.reload()
      return (await records(officer.page, 'en').count()) === 1 ? true : undefined
    }, 100_000)
    await officer.page.getByText(words.held).waitFor()
    expect(officer.problems).toEqual([])
    await officer.close()
  }, 150_000)

  // Three months later what was deleted today is gone from the logs and the backups, too: one in each language.
  it.each(LANGUAGES)(
    'is confirmed by a person where the site cannot reach, and the certificate says so (%s)',
    async (language) => {
      const words = ELSEWHERE[language]
      const { page, problems, close } = await visit(browser, { as: 'privacy', language })
      await page.goto('/admin/governance/worklist')
      const heading = page.getByText(words.title)
      await heading.waitFor()
      expect(await accessibilityFindings(page, 'main')).toEqual([])
      await page.locator('.gov-card', { has: heading }).getByRole('button', { name: words.button }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(words.how).fill('Asked the host, who showed me the list.')
      expect(await accessibilityFindings(page, 'dialog')).toEqual([])
      await dialog.getByRole('button', { name: words.confirm, exact: true }).click()
      await heading.waitFor({ state: 'detached' })
      const number = await page.evaluate(async () => {
        const answer = await fetch('/api/gov-certificates?sort=endedAt&limit=1')
        const { docs } = (await answer.json()) as { docs: { number: string }[] }
        return docs[0]!.number
      })
      await page.goto(`/admin/governance/certificates/${number}`)
      await page.getByText(words.confirmed).first().waitFor()
      await page.getByText(words.searched).waitFor()
      expect(await accessibilityFindings(page, 'main')).toEqual([])
      expect(problems).toEqual([])
      await close()
    },
  )
})
