import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { accessibilityFindings, LANGUAGES, launch, visit } from '../helpers/browser.js'

const WORDS = {
  en: {
    empty: 'No hold is in force.',
    open: 'See and place holds',
    kind: 'On what?',
    query: 'All records that meet conditions',
    field: 'Field',
    operator: 'Comparison',
    atLeast: 'is at least',
    value: 'Value',
    created: 'Created At',
    why: 'Why must it stay?',
    address: 'Or a mail address',
    preview: 'See what it would keep',
    would: /Records it would keep now: (\d+)\. Of them past their date: \d+\./,
    place: 'Place the hold',
    list: 'Holds in force, the first to be reviewed on top',
    keeps: /Keeps (\d+) records? that you may see\./,
    keep: 'Keep on until…',
    until: 'Review again on',
    confirm: 'Keep on',
    kept: /Kept on because: It goes on/,
    release: 'Release the hold',
    releaseWhy: 'Why can it go now?',
    refused: 'Please give one mail address, such as name@example.org.',
  },
  fr: {
    empty: 'Aucune suspension n’est en vigueur.',
    open: 'Voir et décider les suspensions',
    kind: 'De quoi s’agit-il?',
    query: 'Tout enregistrement qui répond à des conditions',
    field: 'Champ',
    operator: 'Comparaison',
    atLeast: 'est au moins',
    value: 'Valeur',
    created: 'Créé(e) à',
    why: 'Pourquoi faut-il les garder?',
    address: 'Ou une adresse courriel',
    preview: 'Voir ce qui serait gardé',
    would: /Enregistrements qui seraient gardés\s: (\d+)\. Échéance déjà passée\s: \d+\./,
    place: 'Suspendre',
    list: 'Suspensions en vigueur, la première à revoir en haut',
    keeps: /Garde (\d+) enregistrements? que vous pouvez voir\./,
    keep: 'Prolonger jusqu’au…',
    until: 'À revoir le',
    confirm: 'Prolonger',
    kept: /Prolongée pour ce motif\s: It goes on/,
    release: 'Lever la suspension',
    releaseWhy: 'Pourquoi la lever maintenant?',
    refused: 'Donnez une seule adresse courriel, par exemple nom@exemple.org.',
  },
} as const

/** A hold is reviewed within ten years. */
const inTwoYears = (): string => `${new Date().getFullYear() + 2}-01-01`

describe('holds', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
  })

  it.each(LANGUAGES)(
    'say what they would keep before they are placed, are kept on, and released (%s)',
    async (language) => {
      const words = WORDS[language]
      const { page, problems, close } = await visit(browser, { as: 'privacy', language })
      await page.goto('/admin/governance/worklist')
      await page.getByRole('link', { name: words.open }).click()
      await page.getByText(words.empty).waitFor()
      expect(await accessibilityFindings(page, 'main')).toEqual([])

      // What cannot be held says so, and leaves everything typed.
      await page.getByLabel(words.address).fill('nobody')
      await page.getByLabel(words.why).fill('A court asks.')
      await page.getByRole('button', { name: words.preview }).click()
      await page.getByText(words.refused).first().waitFor()
      expect(await page.getByLabel(words.why).inputValue()).toBe('A court asks.')

      await page.getByLabel(words.kind).selectOption({ label: words.query })
      await page.getByLabel(words.field, { exact: true }).selectOption({ value: 'createdAt' })
      await page.getByLabel(words.operator, { exact: true }).selectOption({ label: words.atLeast })
      await page.getByLabel(words.value, { exact: true }).fill('2020-01-01')
      expect(await accessibilityFindings(page, 'main')).toEqual([])
      await page.getByRole('button', { name: words.preview }).click()
      const dialog = page.getByRole('dialog')
      const said = (await dialog.getByText(words.would).textContent()) ?? ''
      const count = words.would.exec(said)![1]!
      expect(Number(count)).toBeGreaterThan(0)
      await dialog.getByRole('button', { name: words.place }).click()

      const list = page.getByRole('list', { name: words.list })
      const shown = (await list.getByText(words.keeps).textContent()) ?? ''
      expect(words.keeps.exec(shown)![1]).toBe(count)
      expect(await accessibilityFindings(page, 'main')).toEqual([])
      await list.getByRole('button', { name: words.keep }).click()
      await dialog.getByLabel(words.until).fill(inTwoYears())
      await dialog.getByRole('textbox').last().fill('It goes on')
      await dialog.getByRole('button', { name: words.confirm }).click()
      await list.getByText(words.kept).waitFor()

      await list.getByRole('button', { name: words.release }).click()
      await dialog.getByLabel(words.releaseWhy).fill('It is settled.')
      await dialog.getByRole('button', { name: words.release }).click()
      await page.getByText(words.empty).waitFor()
      expect(problems).toEqual([])
      await close()
    },
  )

  it('fit a narrow telephone, and are placed by the keyboard alone', async () => {
    const words = WORDS.en
    const { page, problems, close } = await visit(browser, { as: 'privacy', phone: true })
    await page.setViewportSize({ width: 360, height: 780 })
    await page.goto('/admin/governance/holds')
    await page.getByLabel(words.kind).selectOption({ label: words.query })
    await page.getByLabel(words.value, { exact: true }).waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await page.getByLabel(words.kind).selectOption({ index: 0 })
    await page.getByLabel(words.address).focus()
    await page.keyboard.type('ann.lee@example.org')
    await page.keyboard.press('Tab')
    await page.keyboard.type('A court asks.')
    await page.keyboard.press('Tab')
    // A date is three fields to the keyboard, and a button that opens the calendar.
    const button = page.getByRole('button', { name: words.preview })
    for (let presses = 0; presses < 6; presses += 1) {
      if (await button.evaluate((node) => node === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText(words.would).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByText(words.empty).waitFor()
    expect(problems).toEqual([])
    await close()
  })
})
