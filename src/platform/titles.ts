import { type BasePayload, isolateObjectProperty, type PayloadRequest } from 'payload'

import { inLanguage } from '../kernel/labels.js'
import { parseRef, type Ref, refOf } from '../kernel/ref.js'
import { draftTitles } from './draftTitles.js'
import { idIn } from './ids.js'

/** What one document of that collection, or that global, is called in that language; its slug where nothing is said. */
export const labelOf = (
  payload: BasePayload,
  slug: string,
  kind: 'collection' | 'global',
  locale: string,
): string => {
  const label =
    kind === 'global'
      ? payload.globals.config.find((global) => global.slug === slug)?.label
      : payload.collections[slug as never]?.config.labels.singular
  return inLanguage(label, locale, slug)
}

/** The host's title; where it names none, a field that is one by its name. Payload's own default is the id. */
const titleFieldOf = (payload: BasePayload, slug: string): null | string => {
  const { admin, flattenedFields } = payload.collections[slug as never]!.config
  if (admin.useAsTitle && admin.useAsTitle !== 'id') return admin.useAsTitle
  const texts = flattenedFields.filter(({ type }) => type === 'text').map(({ name }) => name)
  return ['title', 'name'].find((name) => texts.includes(name)) ?? null
}

/** The language of the panel where the site publishes in it, not the one whose content is being looked at. */
const languageOf = ({ payload: { config }, i18n, locale }: PayloadRequest): PayloadRequest['locale'] =>
  config.localization && config.localization.localeCodes.includes(i18n.language) ? i18n.language : locale

/** The same request, for titles of documents. */
export const inPanelLanguage = (asking: PayloadRequest): PayloadRequest => {
  const req = isolateObjectProperty(asking, 'locale')
  req.locale = languageOf(asking)
  return req
}

const read = async (
  req: PayloadRequest,
  slug: string,
  ids: (number | string)[],
  field: string,
): Promise<Record<string, unknown>[]> => {
  const { docs } = await req.payload.find({
    collection: slug,
    where: { id: { in: ids } },
    limit: ids.length,
    depth: 0,
    draft: true,
    overrideAccess: false,
    req,
    select: { [field]: true },
  } as never)
  return docs as unknown as Record<string, unknown>[]
}

/**
 * Titles of documents, drafts included, as this person may read them, in the language of the panel; what they may not
 * read is left out.
 */
export const titlesOf = async (asking: PayloadRequest, refs: Ref[]): Promise<Map<Ref, string>> => {
  const { payload } = asking
  const req = inPanelLanguage(asking)
  const ids = new Map<string, (number | string)[]>()
  for (const ref of new Set(refs)) {
    const { collection, id: text } = parseRef(ref)
    const id = idIn(payload, collection, text)
    if (id !== null) ids.set(collection, [...(ids.get(collection) ?? []), id])
  }
  const titles = new Map<Ref, string>()
  for (const [slug, wanted] of ids) {
    const field = titleFieldOf(payload, slug)
    if (field === null) continue
    const docs = (await draftTitles(req, slug, wanted, field)) ?? (await read(req, slug, wanted, field))
    for (const doc of docs) if (doc[field]) titles.set(refOf(slug, doc.id as string), String(doc[field]))
  }
  return titles
}

/** The title, otherwise the label and the number, by reference. */
export const namesOf = async (
  req: PayloadRequest,
  refs: Ref[],
  locale: string,
): Promise<Map<Ref, string>> => {
  const titles = await titlesOf(req, refs)
  return new Map(
    refs.map((ref) => {
      const { collection, id } = parseRef(ref)
      return [ref, titles.get(ref) ?? `${labelOf(req.payload, collection, 'collection', locale)} ${id}`]
    }),
  )
}
