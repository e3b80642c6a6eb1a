import type { disclosure as english } from '../en/disclosure.js'

export const disclosure: typeof english = {
  masked: 'Le contenu est masqué',
  text: 'Pourquoi devez-vous le lire? Votre motif est consigné, et le contenu vous reste ouvert pendant 15 minutes.',
  title: 'Ouvert pour vous',
  open: 'Le contenu vous est montré jusqu’au {{time}}',
  reason: {
    answer: 'Pour y répondre',
    handOver: 'Pour le transmettre',
    check: 'Pour le vérifier avant sa suppression',
    words: 'Un autre motif',
  },
  why: 'Pourquoi devez-vous le lire?',
  show: 'Afficher',
  cancel: 'Annuler',
}
