import type { Triage } from '../../src/capabilities/moderation/triage/engine.js'
import type { TriageSubject } from '../../src/capabilities/moderation/triage/rules.js'

const SENTENCES = [
  'Thank you to everyone at the front desk, you were patient with my mother last week.',
  'I waited forty minutes past my appointment and nobody told me why.',
  'Is the diabetes workshop on Thursday open to people from outside the area?',
  'Merci à toute l’équipe pour son accueil chaleureux, ma fille était rassurée.',
  'Le train était en retard et j’ai manqué le début de l’atelier, désolée.',
  'Est-ce que le stationnement sera encore fermé la semaine prochaine?',
  'You can find the hours at www.example.ca or call 416-555-0123 before five.',
  'Tabarnak que c’est long, trois heures dans la salle d’attente!',
  'You are all a bunch of useless idiots and the doctor is a jerk.',
  'Va donc chier avec tes règlements, gang de caves.',
  'Please write to jane@example.org, she knows about the 2024 schedule.',
  'My son took a bite of his apple in the cul-de-sac near Scunthorpe Street.',
  'The new page is much easier to read, though the menu on my phone is hard to open.',
  'J’aimerais savoir si la vaccination est gratuite pour les enfants de moins de cinq ans.',
  'F.u.c.k this, I am going to c0mpl@in to the ministry.',
  'Nous avons déménagé de Montréal à Sudbury et nous cherchons un médecin de famille.',
]

/** A fixed sequence: the same texts in each run. */
const sequence = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Comments of 50 to 500 letters as people write them, each with the last three on its page. */
export const texts = (count: number): TriageSubject[] => {
  const next = sequence(7)
  const at = new Date('2026-03-02T12:00:00Z')
  const made: TriageSubject[] = []
  for (let index = 0; index < count; index += 1) {
    const length = 50 + Math.floor(next() * 450)
    let text = ''
    while (text.length < length) text += `${SENTENCES[Math.floor(next() * SENTENCES.length)]} `
    const recent = made.slice(-3).map(({ text: before }) => ({ text: before, at, sameAuthor: false }))
    made.push({ text: text.slice(0, length).trim(), locale: index % 2 ? 'en' : 'fr', now: at, recent })
  }
  return made
}

/** Texts a second in one thread, all built-in detectors; the median of five passes after one to warm up. */
export const triagePerSecond = (triage: Triage, count: number): number => {
  const all = texts(count)
  const passes: number[] = []
  for (let pass = 0; pass < 6; pass += 1) {
    const began = performance.now()
    for (const subject of all) triage(subject)
    if (pass > 0) passes.push((all.length / (performance.now() - began)) * 1000)
  }
  return Math.round(passes.sort((a, b) => a - b)[2]!)
}
