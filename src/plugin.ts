import { AsyncLocalStorage } from 'node:async_hooks'

import { en as english } from '@payloadcms/translations/languages/en'
import { fr as french } from '@payloadcms/translations/languages/fr'
import { type BasePayload, type Config, deepMergeSimple, definePlugin, type Plugin } from 'payload'

import { bins } from './bin/paths.js'
import { buildCapabilities } from './capabilities.js'
import type { AccessTable, HostRules, HostTable } from './kernel/accessTable.js'
import { invalidOption } from './kernel/errors.js'
import { type GovernanceOptions, sanitizeOptions } from './options.js'
import { actorOf } from './platform/actor.js'
import { withAnswers } from './platform/answers.js'
import { withHead } from './platform/head.js'
import { counterSweeper } from './platform/intake.js'
import { type ClosedDoors, closeDoors, closeLate, doorsTable } from './platform/doors.js'
import { disclosureCollection, disclosureSweeper } from './platform/disclosure.js'
import { disclosureEndpoints } from './platform/disclosureEndpoints.js'
import { leaseCollection } from './platform/lease.js'
import { addComponents, addEntities, fieldsAdded, hasCollection, mapCollections } from './platform/merge.js'
import { counterCollection } from './platform/rateLimit.js'
import { receiptCollection } from './platform/receipt.js'
import { receiptEndpoint } from './platform/receiptPage.js'
import type { Capability, GovernedCollection, Runtime } from './platform/runtime.js'
import { hiddenQueries, withHiddenDocAccess } from './platform/docAccess.js'
import { scheduleSeal } from './platform/scheduledDoor.js'
import { appendOnlySeal, sealAdapter } from './platform/seal.js'
import { sharedAccess } from './platform/sharedAccess.js'
import { settingsGlobal } from './platform/settings.js'
import { takedownCollection } from './platform/takedown.js'
import { finishStart, startTicking } from './platform/tick.js'
import { timerCollection, timerRunner } from './platform/timer.js'
import { translatorFor } from './platform/translate.js'
import { healer } from './platform/heal.js'
import { translations } from './translations/index.js'

const PACKAGE = 'payload-plugin-governance'

const shared: GovernedCollection[] = [
  { collection: leaseCollection, appendOnly: true },
  { collection: timerCollection, appendOnly: true },
  { collection: receiptCollection, appendOnly: true },
  { collection: counterCollection, appendOnly: true },
  { collection: takedownCollection, appendOnly: true },
  { collection: disclosureCollection, appendOnly: true },
]

/** What the plugin adds to this host: a collection that it only brings where there is none is left to the host. */
const additionsTo = (host: Config, capabilities: Capability<unknown>[]): GovernedCollection[] => {
  return [...shared, ...capabilities.flatMap((capability) => capability.collections ?? [])].filter(
    ({ collection, onlyIfAbsent }) => !onlyIfAbsent || !hasCollection(host, collection.slug),
  )
}

const runtimeFrom = (options: ReturnType<typeof sanitizeOptions>, host: Config): Runtime => {
  const { capabilities, sinks, people } = buildCapabilities(options)
  const collections = additionsTo(host, capabilities)
  const sealed = collections
    .filter((governed) => governed.appendOnly)
    .map((governed) => governed.collection.slug)
  return {
    options: options.shared,
    run: new AsyncLocalStorage(),
    capabilities,
    sinks,
    people,
    seals: [
      appendOnlySeal(sealed),
      ...(options.doors.schedulePublish ? [scheduleSeal] : []),
      ...capabilities.flatMap((capability) => capability.seals ?? []),
    ],
    runners: [
      healer,
      timerRunner,
      ...capabilities.flatMap((capability) => capability.runners ?? []),
      counterSweeper,
      disclosureSweeper,
    ].sort((a, b) => Number(a.last ?? false) - Number(b.last ?? false)),
    timers: Object.assign(
      {},
      ...capabilities.map((capability) => capability.timers ?? {}),
    ) as Runtime['timers'],
    table: {
      ours: Object.assign(
        {},
        sharedAccess,
        ...capabilities.map(({ access }) => access?.(true) ?? {}),
      ) as AccessTable,
      hosts: {},
    },
    unitCollections: collections
      .filter(({ collection }) =>
        collection.fields.some((field) => 'name' in field && field.name === 'effectsKey'),
      )
      .map(({ collection }) => collection.slug),
    added: collections.map(({ collection }) => collection.slug),
    addedFields: {},
    unstarted: [...capabilities],
    actorOf,
    translatorFor,
  }
}

const withTranslations = (config: Config): Config => {
  const theirs = (config.i18n?.translations ?? {}) as Record<string, Record<string, unknown>>
  const merged = Object.fromEntries(
    (['en', 'fr'] as const).map((locale) => [
      locale,
      {
        ...theirs[locale],
        // Deep: a host that changes one word of a capability keeps the others.
        governance: deepMergeSimple(
          translations[locale].governance as object,
          (theirs[locale]?.governance ?? {}) as object,
        ),
      },
    ]),
  )
  // A host that chose its languages keeps them; without a choice the admin panel speaks both.
  const supportedLanguages = config.i18n?.supportedLanguages ?? { en: english, fr: french }
  return {
    ...config,
    i18n: { ...config.i18n, supportedLanguages, translations: { ...theirs, ...merged } as never },
  }
}

/** Titles in the tab: Payload takes them from here before it knows the person, and `PageTitle` says them in theirs. */
const withViews = (config: Config, capabilities: Capability<unknown>[]): Config => {
  const t = translatorFor({ config } as unknown as BasePayload, config.i18n?.fallbackLanguage ?? 'en')
  const views = Object.fromEntries(
    capabilities
      .flatMap((capability) => capability.views ?? [])
      .map((view) => [
        view.key,
        { path: view.path, Component: view.component, meta: { title: t(view.title) } },
      ]),
  )
  return {
    ...config,
    admin: {
      ...config.admin,
      components: { ...config.admin?.components, views: { ...views, ...config.admin?.components?.views } },
    },
  }
}

const SLOTS = ['beforeDashboard', 'header', 'afterNavLinks'] as const

const isBuilding = (): boolean => process.env.NEXT_PHASE === 'phase-production-build'

const withStart = (config: Config, runtime: Runtime, doors: ClosedDoors): Config => ({
  ...config,
  onInit: async (payload) => {
    closeLate(payload, doors)
    await config.onInit?.(payload)
    await finishStart(payload)
    if (runtime.options.runEverySeconds !== false && !isBuilding())
      startTicking(payload, runtime.options.runEverySeconds)
  },
})

/** What capabilities and closed doors put on the host's own, by slug. */
const hostTable = (config: Config, { capabilities }: Runtime, doors: HostTable): HostTable => {
  const merged: Record<string, HostRules> = { ...doors }
  for (const part of capabilities.map(({ hostAccess }) => hostAccess?.(config) ?? {}))
    for (const [slug, rules] of Object.entries(part))
      merged[slug] = {
        ...merged[slug],
        ...rules,
        ...(merged[slug]?.classes || rules.classes
          ? { classes: { ...merged[slug]?.classes, ...rules.classes } }
          : {}),
      }
  return merged
}

const govern = (incoming: Config, raw: GovernanceOptions): Config => {
  const options = sanitizeOptions(raw)
  const runtime = runtimeFrom(options, incoming)
  for (const slug of Object.keys(options.overrides)) {
    if (!runtime.added.includes(slug)) {
      throw invalidOption(
        `overrides.${slug}`,
        `names no collection of the plugin. These are: ${runtime.added.join(', ')}.`,
      )
    }
  }
  let config: Config = closeDoors(incoming, options.doors, options.forms.options)
  for (const capability of runtime.capabilities) config = capability.govern?.(config) ?? config
  runtime.addedFields = fieldsAdded(incoming, config)
  config = addEntities(
    config,
    additionsTo(incoming, runtime.capabilities),
    [settingsGlobal, ...runtime.capabilities.flatMap((capability) => capability.globals ?? [])],
    options.overrides,
    runtime.table.ours,
  )
  runtime.table.hosts = hostTable(config, runtime, doorsTable(config, options.doors, options.forms.options))
  const closed = [
    ...runtime.added,
    ...runtime.capabilities.flatMap((capability) => capability.closed?.(config) ?? []),
  ]
  config = mapCollections(config, ({ slug }) => closed.includes(slug), withHiddenDocAccess)
  config = {
    ...config,
    graphQL: { ...config.graphQL, queries: hiddenQueries(closed, config.graphQL?.queries) },
  }
  config = {
    ...config,
    endpoints: [
      ...(config.endpoints ?? []),
      ...withHead(
        [
          receiptEndpoint(options.shared.publicPath),
          ...disclosureEndpoints,
          ...runtime.capabilities.flatMap((capability) => capability.endpoints ?? []),
        ],
        options.shared.publicPath,
      ),
    ],
  }
  for (const slot of SLOTS) {
    const paths = runtime.capabilities.flatMap((capability) => capability.slots?.[slot] ?? [])
    if (paths.length > 0) config = addComponents(config, slot, paths)
  }
  for (const { complete } of runtime.capabilities) config = complete?.(config, runtime.capabilities) ?? config
  config = withTranslations(config)
  config = withViews(config, runtime.capabilities)
  config = { ...config, bin: [...(config.bin ?? []), ...bins()] }
  config = withAnswers(config, runtime.added)
  config = { ...config, custom: { ...config.custom, governance: runtime } }
  return sealAdapter(withStart(config, runtime, options.doors))
}

/**
 * Makes a Payload site keep what its policies promise. Without options it governs every collection with drafts and the
 * form builder's submissions, and adds moderation, notices, retention and incidents.
 * @throws GovernanceError `invalidOption` at start, naming the option.
 */
export const governancePlugin: (options?: GovernanceOptions) => Plugin = (options = {}) =>
  // After form builder and multi-tenant (below 100), so that their collections are there to be governed.
  definePlugin<{ given: GovernanceOptions }>({
    slug: PACKAGE,
    order: 100,
    plugin: ({ config, given }) => govern(config, given),
  })({ given: options })
