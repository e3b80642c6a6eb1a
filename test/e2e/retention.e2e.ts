import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Browser, Locator, Page } from 'playwright-core'
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
import { writeMessage } from './noticeScene.js'

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
  },
} as const

const SCENE = {
  en: {
    holds: '1 hold is in force.',
    hold: 'Place a hold',
    why: 'Why must it stay?',
    review: 'Review on',
    place: 'Place the hold',
    held: 'On hold',
    overdue: 'Overdue',
    late: '1 is to be reviewed',
    plan: 'What would go now?',
    nothing: /nothing would go/,
    rule: /In the coming 14 weeks \(to be deleted: (\d+); kept by holds: (\d+)\)/,
    weeks: 'What leaves when, in the coming 14 weeks',
    see: 'See the last certificate',
    clause: 'Its time was over',
    verify: 'Verify now',
    verified: /^Verified: /,
    whole: /its chain is whole/,
    print: 'Print',
    release: 'Release the hold',
    releaseWhy: 'Why can it go now?',
    released: 'No hold is in force.',
    empty: 'Nothing is kept at the moment.',
  },
  fr: {
    holds: '1 suspension est en vigueur.',
    hold: 'Suspendre la suppression',
    why: 'Pourquoi faut-il le garder?',
    review: 'À revoir le',
    place: 'Suspendre',
    held: 'Suppression suspendue',
    overdue: 'En retard',
    late: '1 est à revoir',
    plan: 'Que supprimerait-on maintenant?',
    nothing: /rien ne serait supprimé/,
    rule: /Au cours des 14 prochaines semaines \(à supprimer\s: (\d+); gardés par une suspension\s: (\d+)\)/,
    weeks: 'Ce qui sera supprimé au cours des 14 prochaines semaines',
    see: 'Voir le dernier certificat',
    clause: 'Le délai était écoulé',
    verify: 'Vérifier maintenant',
    verified: /^Vérifié\s: /,
    whole: /la chaîne est intacte/,
    print: 'Imprimer',
    release: 'Lever la suspension',
    releaseWhy: 'Pourquoi peut-il être supprimé maintenant?',
    released: 'Aucune suspension n’est en vigueur.',
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

const clock = async (step: '1h' | '3mo' | 'reset'): Promise<void> => {
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

/** Sent through the site by a visitor; the number of its receipt. */
const message = async (browser: Browser, language: Language): Promise<string> => {
  const { page, close } = await visit(browser, { language })
  await writeMessage(page, language, 'Is the door at the side open in the evening?')
  const number = (await page.locator('.number').textContent())?.trim() ?? ''
  await close()
  expect(number).not.toBe('')
  return number
}

/** A day to type into a field, so many days from where the demo clock stands. */
const dayIn = async (page: Page, days: number): Promise<string> => {
  const lastSuccessAt = await page.evaluate(async () => {
    const answer = await fetch('/api/governance/retention/health')
    return ((await answer.json()) as { lastSuccessAt: string }).lastSuccessAt
  })
  return new Date(Date.parse(lastSuccessAt) + days * 86_400_000).toISOString().slice(0, 10)
}

/** What the plot adds up to: what leaves, and what holds keep. */
const weeksOf = async (page: Page, name: string): Promise<number[]> => {
  const rows = page.getByRole('table', { name }).getByRole('row')
  const cells = await rows.evaluateAll((all) =>
    all.slice(1).map((row) => [...row.querySelectorAll('td:not([aria-hidden])')].map((td) => td.textContent)),
  )
  return [0, 1].map((at) => cells.reduce((sum, row) => sum + Number(row[at]), 0))
}

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

  it.each(LANGUAGES)(
    'leaves by itself after three months, except what is on hold, and there is proof (%s)',
    async (language) => {
      const words = SCENE[language]
      const [kept, gone] = [await message(browser, language), await message(browser, language)]
      const { page, problems, close } = await visit(browser, { as: 'privacy', language })
      const dialog = page.getByRole('dialog')
      const record = (number: string): Locator => records(page, language).filter({ hasText: number })
      const isInOrder = async (within = 'main'): Promise<void> => {
        // Payload pales what the pointer rests on.
        await page.mouse.move(0, 0)
        expect(await accessibilityFindings(page, within)).toEqual([])
      }

      // From the desk, three clicks: the worklist, a hold, its reason and the day on which it asks again.
      await page.goto('/admin')
      await page.getByRole('link', { name: WORDS[language].open }).click()
      await record(kept).getByRole('button', { name: words.hold }).click()
      await dialog.getByLabel(words.why).fill('A complaint is open.')
      await dialog.getByLabel(words.review).fill(await dayIn(page, 80))
      await isInOrder('dialog')
      await dialog.getByRole('button', { name: words.place }).click()
      await record(kept).getByText(words.held).waitFor()
      await page.getByText(words.holds).waitFor()

      // What would go, and what the hold keeps, rule by rule and week by week. Nothing is due today.
      await page.getByRole('link', { name: words.plan }).click()
      await page.getByText(words.nothing).waitFor()
      const said = await page.getByText(words.rule).allTextContents()
      const counts = said.map((text) => words.rule.exec(text)!.slice(1).map(Number))
      const [leave, held] = [0, 1].map((at) => counts.reduce((sum, row) => sum + row[at]!, 0))
      expect([leave! > 0, held]).toEqual([true, 1])
      expect(leave! + held!).toBe(await records(page, language).count())
      expect(await weeksOf(page, words.weeks)).toEqual([leave, held])
      await isInOrder()
      if (language === 'en') await screenshot(page, 'retention')

      await clock('3mo')
      await page.goto('/admin/governance/worklist')
      await record(kept).getByText(words.held).waitFor()
      await record(kept).getByText(words.overdue).waitFor()
      await page.getByText(words.late).waitFor()
      expect([await records(page, language).count(), await record(gone).count()]).toEqual([1, 0])
      await isInOrder()

      await page.getByRole('link', { name: words.see }).click()
      await page.getByText(words.clause).waitFor()
      await page.getByRole('button', { name: words.verify }).click()
      await page.getByRole('status').getByText(words.verified).waitFor()
      await page.getByText(words.whole).waitFor()
      await isInOrder()
      await page.evaluate(() => {
        window.print = () => document.body.setAttribute('data-printed', 'yes')
      })
      await page.getByRole('button', { name: words.print }).click()
      expect(await page.locator('body[data-printed]').count()).toBe(1)
      // On paper there is the certificate with what was verified, and no button.
      await page.emulateMedia({ media: 'print' })
      expect(await page.getByRole('button', { name: words.print }).isVisible()).toBe(false)
      expect(await page.getByText(words.whole).isVisible()).toBe(true)
      await page.emulateMedia({ media: null })

      await page.goto('/admin/governance/worklist')
      await record(kept).getByRole('button', { name: words.release }).click()
      await dialog.getByLabel(words.releaseWhy).fill('The complaint is settled.')
      await isInOrder('dialog')
      await dialog.getByRole('button', { name: words.release }).click()
      await page.getByText(words.released).waitFor()
      await clock('1h')
      await page.goto('/admin/governance/worklist')
      await page.getByText(words.empty).waitFor()
      expect(await records(page, language).count()).toBe(0)
      expect(problems).toEqual([])
      await close()
    },
    120_000,
  )

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
