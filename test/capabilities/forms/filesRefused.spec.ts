import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { countRows } from '../../../src/platform/db.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice, richText } from '../notices/publishing.js'
import { needed, voluntary } from './contact.js'

type Sent = File | string

describeDatabases('files that a form does not take', (database) => {
  const folder = mkdtempSync(join(tmpdir(), 'governance-refused-'))
  let site: Stand
  let officer: Person
  let png: Uint8Array<ArrayBuffer>
  let webp: Uint8Array<ArrayBuffer>
  beforeAll(async () => {
    const picture = sharp({ create: { width: 8, height: 4, channels: 3, background: 'teal' } })
    png = new Uint8Array(await picture.clone().png().toBuffer())
    webp = new Uint8Array(await picture.clone().webp().toBuffer())
    site = await stand(database, {
      collections: [
        posts,
        {
          slug: 'attachments',
          access: { read: () => true },
          fields: [],
          upload: { staticDir: folder, mimeTypes: ['image/png', 'application/pdf', 'text/plain'] },
        },
      ],
      config: {
        sharp: sharp as never,
        plugins: [
          formBuilderPlugin({ fields: { payment: false, upload: true }, uploadCollections: ['attachments'] }),
        ],
      },
      plugin: { intake: { perSource: 10_000, total: 10_000, minFillSeconds: 0 } },
    })
    officer = await site.person('officer', ['privacy-officer'])
    await publishNotice(site, officer, 'first')
    await site.payload.create({
      collection: 'forms' as never,
      data: {
        title: 'With files',
        governanceSlug: 'files',
        confirmationType: 'message',
        confirmationMessage: richText('Thank you.'),
        fields: [
          upload('proof', { required: true, maxFileSize: 4096, governance: needed }),
          upload('more', { mimeTypes: [{ mimeType: 'image/*' }], multiple: true }),
          { blockType: 'textarea', name: 'message', label: 'Message', required: true, governance: needed },
        ],
      } as never,
    })
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const upload = (name: string, more: object) => ({
    blockType: 'upload',
    name,
    label: `Label of ${name}`,
    uploadCollection: 'attachments',
    governance: voluntary,
    ...more,
  })
  const text = (name = 'proof.txt', content = 'Hello') => new File([content], name, { type: 'text/plain' })
  const kept = async () => [
    await countRows({ payload: site.payload }, 'form-submissions', {}),
    await countRows({ payload: site.payload }, 'attachments', {}),
    readdirSync(folder).length,
  ]
  /** As a browser sends it: where no file was chosen, one without a name. */
  const send = async (values: [string, Sent][], lang = 'en') => {
    const page = await site.rest('GET', '/info/form/files')
    const body = new FormData()
    for (const [, name, value] of page.text.matchAll(
      /<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g,
    ))
      body.set(name!, value!)
    body.set('website', '')
    const given: [string, Sent][] = [['message', 'Hello'], ...values]
    for (const name of ['proof', 'more'])
      if (!given.some(([one]) => one === name)) given.push([name, new File([], '')])
    for (const [name, value] of given) body.append(`f_${name}`, value)
    const sent = new Response(body)
    const raw = { type: sent.headers.get('content-type')!, body: new Uint8Array(await sent.arrayBuffer()) }
    return site.rest('POST', `/info/form/files?lang=${lang}`, { raw })
  }
  /** The sentence that the page shows at that field. */
  const at = (page: string, name: string): string =>
    new RegExp(`id="f-f_${name}-error">([^<]*)<`).exec(page)?.[1] ?? ''

  const refused: [string, [string, Sent][], string, RegExp, RegExp][] = [
    [
      'of another kind than its collection takes',
      [['proof', new File([Buffer.from('RIFF')], 'x.webp')]],
      'proof',
      /not taken/,
      /pas accepté/,
    ],
    [
      'that is too large',
      [['proof', text('big.txt', 'x'.repeat(5000))]],
      'proof',
      /at most 4 KB/,
      /au plus 4 Ko/,
    ],
    [
      'beside another one where one is taken',
      [
        ['proof', text()],
        ['proof', text('two.txt')],
      ],
      'proof',
      /Only one file/,
      /Un seul fichier/,
    ],
    ['that is empty', [['proof', text('empty.txt', '')]], 'proof', /is empty/, /est vide/],
    ['that is none, where one is needed', [], 'proof', /fill this in/, /remplir ce champ/],
    [
      'of another kind than the form takes',
      [
        ['proof', text()],
        ['more', text('more.txt')],
      ],
      'more',
      /Send one of these: PNG\./,
      /Envoyez l’un de ceux-ci\u00a0: PNG\./,
    ],
    [
      'that Payload finds odd',
      [['proof', new File(['%PDF-1.4 and no more'], 'odd.pdf', { type: 'application/pdf' })]],
      'proof',
      /could not be taken/,
      /n’a pas pu être accepté/,
    ],
  ]

  it('says at its field, in the language of the page, why a file is not taken, and keeps nothing', async () => {
    refused[0]![1] = [['proof', new File([webp], 'x.webp', { type: 'image/webp' })]]
    const before = await kept()
    for (const [what, values, name, english, french] of refused) {
      for (const [lang, words] of [
        ['en', english],
        ['fr', french],
      ] as const) {
        const page = await send(values, lang)
        expect([what, lang, page.status, at(page.text, name)]).toEqual([
          what,
          lang,
          400,
          expect.stringMatching(words),
        ])
        expect(page.text).not.toMatch(/Something went wrong|Un problème est survenu/)
        expect(page.text).toContain('>Hello</textarea>')
      }
    }
    expect(await kept()).toEqual(before)
  })

  it('says at once what is wrong with files and with the rest, and that a file must be chosen once more', async () => {
    const page = await send([
      ['message', ''],
      ['message', ' '],
      ['more', new File([png], 'fine.png', { type: 'image/png' })],
    ])
    expect(page.status).toBe(400)
    expect([at(page.text, 'proof'), at(page.text, 'more')]).toEqual([
      'Please fill this in.',
      'Nothing was sent yet, so please choose the file again.',
    ])
    expect(at(page.text, 'message')).not.toBe('')
  })

  it('names the field and the reason for programs, too', async () => {
    const { docs } = await site.payload.find({ collection: 'forms' as never })
    const body = new FormData()
    const submissionData = [{ field: 'message', value: 'Hello' }]
    body.set('_payload', JSON.stringify({ form: (docs[0] as { id: unknown }).id, submissionData }))
    body.set('proof', new File([webp], 'x.webp', { type: 'image/webp' }))
    const sent = new Response(body)
    const raw = { type: sent.headers.get('content-type')!, body: new Uint8Array(await sent.arrayBuffer()) }
    const answer = await site.rest('POST', '/form-submissions', { raw, lang: 'fr' })
    expect([answer.status, answer.body.errors[0].data.fields]).toEqual([400, { proof: 'fileKind' }])
    expect(answer.body.errors[0].message).toMatch(/pas acceptés ici.*: PDF, PNG, TXT\.$/)
  })

  it('lets a browser offer what is taken, and takes it', async () => {
    const page = await site.rest('GET', '/info/form/files')
    const inputs = [...page.text.matchAll(/<input\s+type="file"[^>]*>/g)].map(([input]) => input)
    expect(inputs.map((input) => / multiple/.test(input))).toEqual([false, true])
    expect(inputs[1]).toContain('accept=".png"')
    const sent = await send([
      ['proof', text()],
      ['more', new File([png], 'one.png', { type: 'image/png' })],
      ['more', new File([png], 'two.png', { type: 'image/png' })],
    ])
    expect(sent.status).toBe(303)
    expect(await kept()).toEqual([1, 3, 3])
  })
})
