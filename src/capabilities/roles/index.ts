import type { CollectionConfig, Config, Field } from 'payload'

import type { RolePort } from '../../kernel/ports.js'
import { fieldAccess, withHostRules } from '../../platform/access.js'
import { mapCollections, withHooks } from '../../platform/merge.js'
import { type Capability, type Context, SETUP_PATH } from '../../platform/runtime.js'
import { staffSlugIn } from '../../platform/staff.js'
import { accountsAccess, MAIL_FIELDS, ROLE_FIELDS, rolesAccess } from './access.js'
import { roleCountsCollection, roleRecordsCollection } from './collections.js'
import { countersFirst, judgeEarly, refuseLastEarly, refuseRolesOfStrangers, rolesSeal } from './gate.js'
import { people } from './holders.js'
import { LANGUAGE_FIELD, MAIL_FIELD, ROLES_FIELD, type SanitizedRoles } from './options.js'
import { assignRoles, prepareCounters, roleRunner } from './store.js'

const CODE_SELECT = 'payload-plugin-governance/client#CodeSelect'
const MAIL_CHOICES = [
  { value: 'atOnce', label: { en: 'At once', fr: 'Sur-le-champ' } },
  { value: 'daily', label: { en: 'Once a day, at 8', fr: 'Une fois par jour, à 8 h' } },
  {
    value: 'needed',
    label: {
      en: 'Once a day, and only what I must act on',
      fr: 'Une fois par jour, et seulement ce qui demande une action de ma part',
    },
  },
]

const LANGUAGES = [
  { value: 'en', label: { en: 'English', fr: 'Anglais' } },
  { value: 'fr', label: { en: 'French', fr: 'Français' } },
]

const unknownCode = (req: { i18n?: { language?: string } }, code: string): string =>
  req.i18n?.language === 'fr'
    ? `«\u00a0${code}\u00a0» n’est pas un choix connu.`
    : `"${code}" is not a known choice.`

/** Text in the database, a list of names on the screen: an enum would need a migration for each role a host adds. */
const rolesField = ({ labels }: SanitizedRoles): Field => ({
  name: ROLES_FIELD,
  type: 'text',
  hasMany: true,
  label: { en: 'Governance roles', fr: 'Rôles de gouvernance' },
  access: fieldAccess(ROLE_FIELDS),
  validate: (value: unknown, { req }: { req: { i18n?: { language?: string } } }) => {
    const strange = Array.isArray(value)
      ? value.find((code) => typeof code !== 'string' || !Object.hasOwn(labels, code))
      : undefined
    return strange === undefined || unknownCode(req, typeof strange === 'string' ? strange : '?')
  },
  admin: {
    position: 'sidebar',
    description: {
      en: 'Granted by the Assistant Executive Director or the Executive Director.',
      fr: 'Attribués par la direction générale adjointe ou la direction générale.',
    },
    components: {
      Field: {
        path: CODE_SELECT,
        clientProps: {
          choices: Object.entries(labels).map(([value, label]) => ({ value, label })),
          granters: true,
        },
      },
    },
  },
})

const languageField = (): Field => ({
  name: LANGUAGE_FIELD,
  type: 'text',
  label: { en: 'Language of mails', fr: 'Langue des courriels' },
  access: fieldAccess(MAIL_FIELDS),
  defaultValue: ({ req }: { req?: { i18n?: { language?: string } } }) =>
    req?.i18n?.language === 'fr' ? 'fr' : 'en',
  validate: (value: unknown, { req }: { req: { i18n?: { language?: string } } }) =>
    value === undefined ||
    value === null ||
    value === '' ||
    value === 'en' ||
    value === 'fr' ||
    unknownCode(req, String(value)),
  admin: {
    position: 'sidebar',
    components: { Field: { path: CODE_SELECT, clientProps: { choices: LANGUAGES } } },
  },
})

const mailField = (): Field => ({
  name: MAIL_FIELD,
  type: 'text',
  label: { en: 'Mails that can wait', fr: 'Courriels non urgents' },
  access: fieldAccess(MAIL_FIELDS),
  validate: (value: unknown, { req }: { req: { i18n?: { language?: string } } }) =>
    value === undefined ||
    value === null ||
    value === '' ||
    MAIL_CHOICES.some((choice) => choice.value === value) ||
    unknownCode(req, String(value)),
  admin: {
    position: 'sidebar',
    description: {
      en: 'What is urgent, such as incidents and what is overdue, comes at once in any case.',
      fr: 'Ce qui est urgent, comme les incidents et les retards, arrive toujours sur-le-champ.',
    },
    components: { Field: { path: CODE_SELECT, clientProps: { choices: MAIL_CHOICES } } },
  },
})
const hasField = (collection: CollectionConfig, name: string): boolean =>
  collection.fields.some((field) => 'name' in field && field.name === name)

const governUsers =
  (options: SanitizedRoles) =>
  (collection: CollectionConfig): CollectionConfig => {
    const added = [...(options.mapped ? [] : [rolesField(options)]), languageField(), mailField()].filter(
      (field) => 'name' in field && !hasField(collection, field.name),
    )
    return withHooks(
      {
        ...withHostRules(accountsAccess, collection),
        fields: [...collection.fields, ...added],
      },
      {
        beforeOperation: options.mapped ? [countersFirst] : [countersFirst, refuseRolesOfStrangers],
        beforeChange: [judgeEarly(options.mapped)],
        beforeDelete: [refuseLastEarly],
      },
    )
  }

/** Without any accounts Payload adds these itself, but only after plugins have run. */
const withUsers = (config: Config): Config => ({
  ...config,
  admin: { ...config.admin, user: 'users' },
  collections: [
    ...(config.collections ?? []),
    { slug: 'users', auth: { tokenExpiration: 7200 }, admin: { useAsTitle: 'email' }, fields: [] },
  ],
})

/** R: the people of S2 as roles on the admin users (S2-15, S2-20, S2-32). */
export const roles = (options: SanitizedRoles): Capability<RolePort & { people: typeof people }> => {
  let staffSlug: string | undefined
  return {
    key: 'roles',
    access: () => rolesAccess,
    hostAccess: () => ({ [staffSlug ?? '']: accountsAccess }),
    collections: [
      { collection: roleCountsCollection, appendOnly: true },
      { collection: roleRecordsCollection, appendOnly: true },
    ],
    govern: (config: Config) => {
      const found = staffSlugIn(config)
      staffSlug = found ?? 'users'
      return mapCollections(
        found ? config : withUsers(config),
        (collection) => collection.slug === staffSlug,
        governUsers(options),
      )
    },
    histories: () => ({ collections: staffSlug ? [staffSlug] : [] }),
    seals: [rolesSeal(() => staffSlug, options.mapped)],
    runners: [roleRunner],
    onInit: async (payload) => {
      // Before the host's own migration has run there is no table; the counters are then made when first needed.
      await prepareCounters(payload).catch((err: unknown) =>
        payload.logger.debug({ err, msg: 'governance: the counters of roles are not there yet' }),
      )
    },
    // The codes of the people that the policy cannot do without; their names come with the host's labels.
    missing: async ({ payload }) => {
      const held = new Set((await people(payload, [])).flatMap((person) => person.roles))
      return ['aed', 'ed', 'privacy-officer']
        .filter((role) => !held.has(role))
        .map((role) => ({ key: `governance:roles:missing:${role}`, href: SETUP_PATH }))
    },
    doctor: async ({ payload, t, locale }) => {
      const staff = await people(payload, [])
      return Object.entries(options.labels).map(([code, label]) =>
        t('governance:terminal:doctor:role', {
          role: label[locale],
          count: staff.filter((person) => person.roles.includes(code)).length,
        }),
      )
    },
    port: {
      people,
      grantsHere: !options.mapped,
      labels: options.labels,
      assign: (place, user, granted, actor) => assignRoles(place as Context, user, granted, actor),
    },
  }
}
