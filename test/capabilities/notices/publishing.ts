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
      },
      fr: { title: `Avis ${words}`, content: richText(`## Pourquoi\n\nFrançais ${words}.\n\n- un\n- deux`) },
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
  site.rest('POST', `/governance/notices/${await draftId(site, key)}/publish`, {
    as,
    body: { changesEn: 'Wording.', changesFr: 'Formulation.', ...body },
  })

export const publishNotice = async (
  site: Stand,
  as: Person,
  words: string,
  key = 'site',
): Promise<number> => {
  await write(site, as, words, key)
  const answer = await press(site, as, {}, key)
  if (answer.status !== 200) throw new Error(`not published: ${answer.text}`)
  return answer.body.number as number
}
