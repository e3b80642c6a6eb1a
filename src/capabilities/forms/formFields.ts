import type { Block, CheckboxField, CollectionConfig, Field } from 'payload'

import { type Basis, BASES, DATA_CLASSES, type DataClass } from '../../kernel/grounds.js'
import { PURPOSE_KEY } from '../../kernel/noticePorts.js'
import { BASES_WITH_REASON } from './declaration.js'

const CODE_SELECT = 'payload-plugin-governance/client#CodeSelect'
type Words = { en: string; fr: string }

const CLASS_WORDS: Record<DataClass, Words> = {
  ordinary: { en: 'Ordinary: says nothing of a person', fr: 'Ordinaire : ne dit rien d’une personne' },
  personal: {
    en: 'Personal: name, address, what they write',
    fr: 'Personnel : nom, adresse, ce qu’on écrit',
  },
  sensitive: {
    en: 'Sensitive: could harm or expose somebody',
    fr: 'Sensible : pourrait nuire à quelqu’un ou l’exposer',
  },
  health: { en: 'Health', fr: 'Santé' },
}
const BASIS_WORDS: Record<Basis, Words> = {
  voluntary: { en: 'Voluntary: may be left empty', fr: 'Facultatif : peut rester vide' },
  consent: { en: 'Consent', fr: 'Consentement' },
  service: {
    en: 'Needed for what the person asks for',
    fr: 'Nécessaire pour répondre à la demande',
  },
  legalDuty: { en: 'Legal duty', fr: 'Obligation légale' },
  emergency: { en: 'Emergency', fr: 'Urgence' },
}

const choose = (words: Record<string, Words>) => ({
  path: CODE_SELECT,
  clientProps: {
    choices: Object.entries(words).map(([value, label]) => ({ value, label })),
    clearable: true,
  },
})

const isCode =
  (codes: readonly string[]) =>
  (value: unknown): string | true =>
    !value || codes.includes(String(value)) || codes.join(', ')

interface Block_ {
  required?: boolean | null
  governance?: { basis?: string }
}

/**
 * What the field declares. Codes are text, so that none is a migration. Made anew for each site: Payload writes into
 * the fields that it is given, and where one site has no languages the next in its process would have none either.
 */
const declarationField = (): Field => ({
  name: 'governance',
  type: 'group',
  label: { en: 'What this field is for', fr: 'À quoi sert ce champ' },
  admin: {
    description: {
      en: 'The form accepts only when every field says this.',
      fr: 'Le formulaire n’accepte rien tant que chaque champ ne le précise pas.',
    },
  },
  // A client that sends null says as little as one that sends nothing; Payload would look into it.
  hooks: { beforeValidate: [({ value }) => (value ?? {}) as object] },
  fields: [
    {
      type: 'row',
      fields: [
        {
          name: 'dataClass',
          type: 'text',
          label: { en: 'Kind of data', fr: 'Catégorie de données' },
          validate: isCode(DATA_CLASSES),
          admin: { width: '50%', components: { Field: choose(CLASS_WORDS) } },
        },
        {
          name: 'basis',
          type: 'text',
          label: { en: 'Why you may ask', fr: 'Fondement de la demande' },
          validate: isCode(BASES),
          admin: { width: '50%', components: { Field: choose(BASIS_WORDS) } },
        },
      ],
    },
    {
      name: 'purpose',
      type: 'text',
      label: { en: 'Purpose', fr: 'Finalité' },
      validate: (value: unknown) => !value || PURPOSE_KEY.test(String(value)) || 'a-z, 0-9, -',
      admin: {
        components: { Field: 'payload-plugin-governance/client#PurposeSelect' },
      },
    },
    {
      name: 'why',
      type: 'text',
      localized: true,
      label: { en: 'Why it is required', fr: 'Pourquoi il est obligatoire' },
      admin: {
        description: {
          en: 'One sentence for whoever fills in the form.',
          fr: 'Une phrase pour la personne qui remplit le formulaire.',
        },
        condition: (_data, _siblings, { blockData }) => {
          const { required, governance } = blockData as Block_
          return Boolean(required) || BASES_WITH_REASON.includes(governance?.basis ?? '')
        },
      },
    },
  ],
})

const names = (fields: Field[]): string[] =>
  fields.flatMap((field) =>
    'name' in field && field.name ? [field.name] : 'fields' in field ? names(field.fields) : [],
  )

/** Every block that has a value, the host's own included; a message shows something and asks nothing. */
const declared =
  (field: Field) =>
  (block: Block): Block => {
    const known = names(block.fields)
    return known.includes('name') && !known.includes('governance')
      ? { ...block, fields: [...block.fields, field] }
      : block
  }

/** Wherever the host has put the builder's fields: in a tab or a row. */
const everywhere = (fields: Field[], change: (field: Field) => Field): Field[] =>
  fields.map((one): Field => {
    const field = change(one)
    if (field.type === 'tabs')
      return {
        ...field,
        tabs: field.tabs.map((tab) =>
          'name' in tab ? tab : { ...tab, fields: everywhere(tab.fields, change) },
        ),
      }
    return (field.type === 'row' || field.type === 'collapsible') && 'fields' in field
      ? { ...field, fields: everywhere(field.fields, change) }
      : field
  })

const withDeclarations = (fields: Field[], added: Field): Field[] =>
  everywhere(fields, (field) =>
    field.type === 'blocks' && field.name === 'fields'
      ? { ...field, blocks: field.blocks.map(declared(added)) }
      : field,
  )

const OF_MAILS: Words = {
  en:
    'The mail can say that something came: whoever gets it signs in and reads it here. What people write goes into ' +
    'no mail, so write nothing in double curly brackets.',
  fr:
    'Le courriel peut annoncer un envoi : la personne qui le reçoit ouvre une session et le lit ici. Ce que les gens ' +
    'écrivent ne va dans aucun courriel : n’inscrivez rien entre doubles accolades.',
}

/** The builder itself advises to put what people wrote into the mail, which a form that accepts must not. */
const withAdvice = (fields: Field[]): Field[] =>
  everywhere(fields, (field) =>
    field.type === 'array' && field.name === 'emails'
      ? { ...field, admin: { ...field.admin, description: OF_MAILS } }
      : field,
  )

const ACCEPTING: CheckboxField = {
  name: 'governanceAccepting',
  type: 'checkbox',
  label: { en: 'Accepts what people send', fr: 'Accepte ce que les gens envoient' },
  // Not as a value of the column, which would mark the forms of a site that is live already.
  defaultValue: () => true,
  admin: {
    position: 'sidebar',
    description: {
      en: 'Untick to close the form, or to save it before every field says what it is for.',
      fr: 'Décochez pour fermer le formulaire, ou pour l’enregistrer avant que chaque champ dise à quoi il sert.',
    },
  },
  // Older than the plugin: it accepts, as before.
  hooks: { afterRead: [({ value }) => (value as boolean | null | undefined) ?? true] },
}

const tick = (name: string, label: Words, description: Words): Field => ({
  name,
  type: 'checkbox',
  label,
  admin: { position: 'sidebar', description },
})

const DESK: CheckboxField = {
  ...ACCEPTING,
  name: 'governanceDesk',
  label: { en: 'Answered at the desk', fr: 'Confié aux personnes qui répondent aux messages' },
  admin: {
    position: 'sidebar',
    description: {
      en: 'Untick where only the privacy officer may see what is sent.',
      fr: 'Décochez si seule la personne responsable de la vie privée peut voir ce qui est envoyé.',
    },
  },
}

const FORM_FIELDS: Field[] = [
  ACCEPTING,
  DESK,
  tick(
    'governanceAnonymous',
    { en: 'Anonymous', fr: 'Anonyme' },
    {
      en: 'Nothing connects a person to what they send: no address, no browser, no account, and the day in place of the time.',
      fr: 'Rien ne relie une personne à ce qu’elle envoie : ni adresse, ni navigateur, ni compte, et le jour plutôt que l’heure.',
    },
  ),
  tick(
    'governanceProxy',
    {
      en: 'Ask whether it is sent for somebody else',
      fr: 'Demander si l’envoi est fait pour une autre personne',
    },
    {
      en: 'What is sent for somebody else is marked as such.',
      fr: 'Ce qui est envoyé pour une autre personne porte une mention.',
    },
  ),
]

/** What is added to the host's forms. */
export const withFormFields = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  fields: [...withAdvice(withDeclarations(collection.fields, declarationField())), ...FORM_FIELDS],
})

export const hidden = (field: Field): Field => ({ ...field, admin: { hidden: true } }) as Field

/** The same while the capability is switched off: columns only. */
export const hiddenFormFields = (collection: CollectionConfig): Field[] => [
  ...withDeclarations(collection.fields, hidden(declarationField())),
  ...FORM_FIELDS.map(hidden),
]
