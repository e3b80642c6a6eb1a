import type { Config } from 'payload'

import type { ContactPort } from '../../kernel/breachPorts.js'
import type { GroundsPort } from '../../kernel/consentPorts.js'
import { invalidOption } from '../../kernel/errors.js'
import type { FootprintPort, WorkPort } from '../../kernel/ports.js'
import { actorOf } from '../../platform/actor.js'
import type { Capability, Context, SharedOptions } from '../../platform/runtime.js'
import { addressSweeper } from './address.js'
import { collectedAccess, formsAccess, SENT } from './access.js'
import { groundsOf } from './grounds.js'
import { submissionsCollection } from './collections.js'
import { contactPort } from './contacts.js'
import { formSeal, missingLabels } from './declared.js'
import { deskCard, receiptLines } from './desk.js'
import { formEndpoints } from './endpoints.js'
import { keepColumns } from './fields.js'
import { bindingSeal, govern } from './gate.js'
import type { SanitizedForms } from './options.js'
import { bindingsFor } from './reach.js'
import { removalSeal } from './removal.js'
import { guardedMutations } from './rest.js'
import { uploadsOf } from './sentFiles.js'
import { fileSeal } from './uploading.js'
import { heal } from './heal.js'
import { workPort } from './work.js'
import type { Desk, FormPorts } from './context.js'

/** A version holds the instant at which it was written: of what is anonymous only the day is kept. */
const refuseVersions = ({ anonymous }: SanitizedForms, { collections }: Config): void => {
  const kept = collections?.find(({ slug, versions }) => anonymous.includes(slug) && versions)
  if (kept)
    throw invalidOption(
      `forms.collections['${kept.slug}'].anonymous`,
      'needs a collection without `versions`: a version tells the instant at which something was sent.',
    )
}

/** F: what strangers send is bound to the notice in force at its commit, or refused (S1-29, S2-03, S2-21). */
export const forms = (
  options: SanitizedForms,
  ports: FormPorts & { shared?: Pick<SharedOptions, 'publicPath'> } = {},
): Capability<FootprintPort & GroundsPort & WorkPort & { contacts: ContactPort }> => {
  const { shared, ...given } = ports
  const desk: Desk = { options, ports: given }
  const uploads = new Set<string>()
  const formsIn = ({ collections }: Config) => collections?.find(({ slug }) => slug === options.forms)
  const collectedIn = (config: Config): string[] =>
    Object.keys(options.collected).filter((slug) => config.collections?.some((one) => one.slug === slug))
  return {
    key: 'forms',
    access: () => formsAccess(options.readers),
    hostAccess: (config) => ({
      ...Object.fromEntries(uploadsOf(formsIn(config)).map((slug) => [slug, { classes: { sent: SENT } }])),
      ...Object.fromEntries(
        collectedIn(config).map((slug) => [
          slug,
          collectedAccess(options.readers, slug === options.submissions, options.mask),
        ]),
      ),
    }),
    collections: [
      {
        collection: {
          ...submissionsCollection,
          access: { read: ({ req }) => bindingsFor(desk, { payload: req.payload }, actorOf(req)) },
        },
        appendOnly: true,
      },
    ],
    govern: (config: Config) => {
      refuseVersions(options, config)
      for (const slug of uploadsOf(formsIn(config))) uploads.add(slug)
      const gated = govern(desk)(config)
      const mutations = guardedMutations(desk, config.graphQL?.mutations)
      return { ...gated, graphQL: { ...gated.graphQL, mutations } }
    },
    schema: keepColumns(desk),
    closed: collectedIn,
    histories: (config) => ({ collections: collectedIn(config) }),
    seals: [bindingSeal(desk), formSeal(desk), removalSeal(desk), fileSeal(uploads)],
    endpoints: formEndpoints(desk, shared?.publicPath ?? 'info'),
    runners: [
      {
        key: 'forms-heal',
        everySeconds: 30,
        run: ({ payload, now }) => heal(desk, payload, now),
      },
      addressSweeper,
    ],
    port: {
      groundsOf: (place, subject) => groundsOf(place as Context, subject),
      ...workPort(desk),
      contacts: contactPort(desk),
    },
    receipts: { submission: receiptLines(desk) },
    desk: (ctx) => deskCard(desk, ctx),
    missing: (ctx) => missingLabels(desk, ctx),
    doctor: async ({ payload, t }) => {
      const found = Object.keys(options.collected).filter((slug) => slug in payload.collections)
      return [
        found.length > 0
          ? t('governance:terminal:doctor:forms', { slugs: found.join(', ') })
          : t('governance:terminal:doctor:formsNone', { slugs: Object.keys(options.collected).join(', ') }),
      ]
    },
  }
}
