import { promises } from '../../../dev/seed/notice.js'
import { richText } from '../../../dev/seed/richText.js'
import type { Person, RestAnswer, Stand } from '../../helpers/boot.js'

export { richText }

/** The id of the draft that the plugin made at the first start. */
export const draftId = async (site: Stand, key = 'site'): Promise<number | string> => {
  const { docs } = await site.payload.find({
    collection: 'gov-notices' as never,
    where: { key: { equals: key } },
  })
  return (docs[0] as unknown as { id: number | string }).id
}

/** As in the demo: `contact` to answer, `survey` to learn, `follow-up` for which one is asked. */
export { promises }

/** Saves both languages through REST, as the editor does. */
export const write = async (site: Stand, as: Person, words: string, key = 'site'): Promise<RestAnswer> =>
  site.rest('PATCH', `/gov-notices/${await draftId(site, key)}`, {
    as,
    body: {
      en: {
        title: `Notice ${words}`,
        content: richText(
          `## Why we ask\n\nEnglish ${words}, see [more](https://example.org/more).\n\n- one\n- two`,
        ),
        changes: 'Wording.',
      },
      fr: {
        title: `Avis ${words}`,
        content: richText(`## Pourquoi\n\nFrançais ${words}.\n\n- un\n- deux`),
        changes: 'Formulation.',
      },
      promises,
    },
  })

/** Presses "Publish this version". */
export const press = async (
  site: Stand,
  as: Person | undefined,
  body: Record<string, unknown> = {},
  key = 'site',
): Promise<RestAnswer> =>
  site.rest('POST', `/governance/notices/${await draftId(site, key)}/publish`, { as, body })

const approvalPath = async (site: Stand, key: string): Promise<string> =>
  `/governance/approvals/collections/gov-notices/${await draftId(site, key)}`

export const submit = async (site: Stand, as: Person, key = 'site'): Promise<RestAnswer> =>
  site.rest('POST', `${await approvalPath(site, key)}/submit`, { as, body: {} })

/** Reads the draft as it is, ticks, approves. */
export const approve = async (site: Stand, as: Person, key = 'site'): Promise<RestAnswer> => {
  const path = await approvalPath(site, key)
  const { hash } = (await site.rest('GET', path, { as })).body as { hash: string }
  return site.rest('POST', `${path}/approve`, { as, body: { hash, attested: true } })
}

const writers = new WeakMap<Stand, Promise<Person>>()
/** Somebody else than who publishes: nobody approves what they wrote. */
export const writerOf = (site: Stand): Promise<Person> => {
  const known = writers.get(site) ?? site.person('notice-writer', ['privacy-officer'])
  writers.set(site, known)
  return known
}

const must = (answer: RestAnswer, what: string): RestAnswer => {
  if (answer.status !== 200) throw new Error(`not ${what}: ${answer.text}`)
  return answer
}

/** One writes and submits, another one approves: the draft is ready to be published. */
export const prepare = async (site: Stand, as: Person, words: string, key = 'site'): Promise<void> => {
  const writer = await writerOf(site)
  must(await write(site, writer, words, key), 'written')
  const submitted = await submit(site, writer, key)
  // Where approvals are switched off the publishers' role alone decides.
  if (submitted.text.includes('Route not found')) return
  must(submitted, 'submitted')
  must(await approve(site, as, key), 'approved')
}

export const publishNotice = async (
  site: Stand,
  as: Person,
  words: string,
  key = 'site',
): Promise<number> => {
  await prepare(site, as, words, key)
  return must(await press(site, as, {}, key), 'published').body.number as number
}
