import { type Attempt, CHANGED, graphql, local, rest } from './attempts.js'

const published = { _status: 'published' }
/** Ways to publish French by itself. */
export const FRENCH: Attempt[] = [
  {
    name: 'REST publish French',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr`, published),
    publishesNewest: true,
  },
  {
    name: 'REST publish French, ?draft=true',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr&draft=true`, published),
    publishesNewest: true,
  },
  {
    name: 'REST publish French only',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr&publishSpecificLocale=fr`, published),
    publishesNewest: true,
  },
  {
    name: 'GraphQL publish French',
    run: graphql(
      (id) => `mutation { updateArticle(id: ${id}, locale: fr, data: { _status: published }) { id } }`,
    ),
    publishesNewest: true,
  },
  {
    name: 'Local publish French',
    local: 'anyone',
    run: local((payload, id) =>
      payload.update({ collection: 'articles', id, locale: 'fr', data: published }),
    ),
    publishesNewest: true,
  },
]
/** Ways that take another language, or all of them, with it. */
export const OTHERS: Attempt[] = [
  { name: 'REST publish English', run: rest('PATCH', (id) => `/articles/${id}?locale=en`, published) },
  {
    name: 'REST publish English only, in the address of French',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr&publishSpecificLocale=en`, published),
  },
  {
    name: 'REST publish all languages as they are',
    run: rest('PATCH', (id) => `/articles/${id}?publishAllLocales=true`, published),
  },
  {
    name: 'REST publish French with what all share changed',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr`, { level: CHANGED, ...published }),
  },
  {
    name: 'REST publish French with a change',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr`, { title: CHANGED, ...published }),
  },
  {
    name: 'REST status of every language at once',
    run: rest('PATCH', (id) => `/articles/${id}?locale=all`, {
      _status: { en: 'published', fr: 'published' },
      title: { en: CHANGED, fr: CHANGED },
    }),
  },
  {
    name: 'REST unpublish French',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr`, { _status: 'draft' }),
  },
  {
    name: 'REST bulk publish in French with a change',
    run: rest('PATCH', (id) => `/articles?where[id][equals]=${String(id)}&locale=fr`, {
      title: CHANGED,
      ...published,
    }),
  },
  {
    name: 'Local publish all languages, draft: true',
    local: 'anyone',
    run: local((payload, id) =>
      payload.update({ collection: 'articles', id, draft: true, publishAllLocales: true, data: published }),
    ),
  },
  {
    name: 'adapter updateOne of every status',
    local: 'nobody',
    run: local((payload, id) =>
      payload.db.updateOne({
        collection: 'articles',
        id,
        data: { _status: { en: 'published', fr: 'published' }, title: { en: CHANGED, fr: CHANGED } },
      }),
    ),
  },
].map((attempt) => ({ ...attempt, harmless: true }) as Attempt)
