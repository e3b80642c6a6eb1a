// A process of its own on the same database: in each round it sends its share of submissions, and presses "Publish this
// version" in the middle of them, as three others do at the same time. Orders and answers are lines of JSON.
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

import type { Stand } from '../../helpers/boot.js'
import { type Round, type Sent, TELLS, type Told } from './telling.js'

/** Sent at the same time. */
const AT_ONCE = 4
/** Every so many is written by the site's own code, inside a transaction where there are some. */
const LOCAL = 8

const send = async (site: Stand, form: number | string, words: string, local: boolean): Promise<Sent> => {
  const data = { form, submissionData: [{ field: 'message', value: words }] }
  const before = Date.now()
  let failed = 0
  const post = async (): Promise<{ doc: unknown }> => {
    const { status, body, text } = await site.rest('POST', '/form-submissions', { body: data })
    if (status === 201) return body as { doc: unknown }
    failed += 1
    if (status !== 500 || failed > 2) throw new Error(`${status}: ${text}`)
    return post()
  }
  const answer = local
    ? { doc: await site.payload.create({ collection: 'form-submissions' as never, data: data as never }) }
    : await post()
  const { id } = answer.doc as { id: number | string }
  // Inside a transaction the binding follows a moment after it.
  while (local) {
    const { totalDocs } = await site.payload.db.count({
      collection: 'gov-submissions',
      where: { and: [{ subject: { equals: `form-submissions:${id}` } }, { state: { equals: 'confirmed' } }] },
    })
    if (totalDocs > 0) break
    await pause(5)
  }
  return { id, before, after: Date.now(), failed }
}

const play = async (site: Stand, name: string, round: Round): Promise<Told> => {
  const { form, officer, publish, submissions } = round
  const sent: Sent[] = []
  let next = 0
  let pressed: Promise<Told['published']> | null = null
  const press = async (): Promise<Told['published']> => {
    const answer = await site.rest('POST', publish, { as: officer, body: {} })
    return { status: answer.status, number: answer.body.number ?? null, text: answer.text.slice(0, 300) }
  }
  const senders = Array.from({ length: AT_ONCE }, async () => {
    while (next < submissions) {
      const i = (next += 1)
      if (!pressed && i > submissions / 2) pressed = press()
      sent.push(await send(site, form, `${name} ${i}`, i % LOCAL === 0))
    }
  })
  await Promise.all(senders)
  return { sent, published: await (pressed ?? press()) }
}

const work = async (uri: string, name: string): Promise<void> => {
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ adapterFor }, { formSite }] = await Promise.all([
    import('../../helpers/databases.js'),
    import('../forms/site.js'),
  ])
  const site = await formSite(
    { name: 'sqlite', transactions: false, adapter: () => Promise.reject(new Error('not used')) },
    {
      on: { db: adapterFor(uri), uri, drop: async () => undefined },
      plugin: { now: () => new Date() },
    },
  )
  const say = (what: unknown): void => void process.stdout.write(`${TELLS}${JSON.stringify(what)}\n`)
  say('ready')
  for await (const line of createInterface({ input: process.stdin }))
    say(await play(site, name, JSON.parse(line) as Round))
}

work(process.argv[2] ?? '', process.argv[3] ?? '').catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? String(error.stack) : String(error))
  process.exit(1)
})
