import type { Locale } from './locales.js'
import { tidy, tidyFrench } from './typography.js'

const en = {
  organization: 'Lakeshore Community Health Centre',
  skip: 'Skip to content',
  mainNavigation: 'Main',
  footerNavigation: 'About this site',
  about: 'About us',
  services: 'Services',
  news: 'News',
  contact: 'Contact',
  otherLanguage: 'Français',
  latestNews: 'Latest news',
  allNews: 'All news',
  noNews: 'There is no news yet.',
  callUs: 'Call 613-555-0142',
  writeToUs: 'Write to us',
  emergency: 'In an emergency, call 9-1-1.',
  address: '12 Harbour Lane, Lakeshore, Ontario',
  hours: 'Monday to Friday 8:30 to 16:30, Tuesday until 20:00',
  privacyNotice: 'Privacy notice',
  contactForm: 'Contact form',
  reportContent: 'Report a problem',
  invented: 'This organization is invented. The site demonstrates payload-plugin-governance.',
  notFoundTitle: 'Page not found',
  notFound: 'There is nothing at this address. It may have moved, or it is not published.',
  backHome: 'Back to the home page',
  backToNews: 'Back to all news',
  demo: 'Demo',
  demoDesk: 'Accounts and first steps',
  demoMail: 'Mails',
  demoClock: 'Clock',
  staffSignIn: 'Staff sign-in',
}

export type Strings = typeof en

const fr: Strings = {
  organization: 'Centre de santé communautaire Lakeshore',
  skip: 'Aller au contenu',
  mainNavigation: 'Principale',
  footerNavigation: 'À propos de ce site',
  about: 'À propos',
  services: 'Services',
  news: 'Actualités',
  contact: 'Nous joindre',
  otherLanguage: 'English',
  latestNews: 'Dernières actualités',
  allNews: 'Toutes les actualités',
  noNews: 'Il n’y a pas encore d’actualités.',
  callUs: 'Appelez le 613 555-0142',
  writeToUs: 'Écrivez-nous',
  emergency: 'En cas d’urgence, composez le 9-1-1.',
  address: '12, ruelle du Port, Lakeshore (Ontario)',
  hours: 'Du lundi au vendredi de 8 h 30 à 16 h 30, le mardi jusqu’à 20 h',
  privacyNotice: 'Avis de confidentialité',
  contactForm: 'Formulaire de contact',
  reportContent: 'Signaler un problème',
  invented: 'Cet organisme est inventé. Le site présente payload-plugin-governance.',
  notFoundTitle: 'Page introuvable',
  notFound: 'Il n’y a rien à cette adresse. La page a peut-être été déplacée, ou elle n’est pas publiée.',
  backHome: 'Retour à l’accueil',
  backToNews: 'Retour aux actualités',
  demo: 'Démo',
  demoDesk: 'Comptes et premiers pas',
  demoMail: 'Courriels',
  demoClock: 'Horloge',
  staffSignIn: 'Connexion du personnel',
}

const each = (all: Strings, change: (text: string) => string): Strings =>
  Object.fromEntries(Object.entries(all).map(([key, text]) => [key, change(text)])) as Strings

export const strings: Record<Locale, Strings> = { en: each(en, tidy), fr: each(fr, tidyFrench) }
