import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'

import { richText } from '../../dev/seed/richText.js'
import { formSite, makeForm } from '../capabilities/forms/contact.js'
import { publishNotice } from '../capabilities/notices/publishing.js'
import { posts, type Stand, stand } from '../helpers/boot.js'
import type { TestDatabase } from '../helpers/databases.js'
import { quantile, type Report, round, timed } from './timing.js'

const submissionData = [
  { field: 'name', value: 'Robin' },
  { field: 'topic', value: 'help' },
  { field: 'message', value: 'Good day, when are you open in summer? Thank you.' },
]

/** The same form without the plugin. */
const plainForm = async (site: Stand): Promise<number | string> => {
  const made = await site.payload.create({
    collection: 'forms' as never,
    data: {
      title: 'Contact us',
      confirmationType: 'message',
      confirmationMessage: richText('Thank you.'),
      fields: [
        { blockType: 'text', name: 'name', label: 'Your name' },
        { blockType: 'text', name: 'topic', label: 'Topic' },
        { blockType: 'textarea', name: 'message', label: 'Your message', required: true },
      ],
    } as never,
  })
  return (made as unknown as { id: number | string }).id
}

const send = async (site: Stand, form: number | string): Promise<void> => {
  const answer = await site.rest('POST', '/form-submissions', { body: { form, submissionData } })
  if (answer.status !== 201) throw new Error(answer.text)
}

/**
 * A submission over REST on a governed site, with binding, receipt and ledger entry, and on one with the form builder
 * only: in turns, so that both meet the same machine. Ratio of the medians.
 */
export const submissions = async (
  database: TestDatabase,
  small: boolean,
  report: Report,
): Promise<{ submissionVsFormBuilder: number }> => {
  const times = { governed: [] as number[], plain: [] as number[] }
  const plain = await stand(database, {
    ungoverned: true,
    collections: [posts],
    config: { plugins: [formBuilderPlugin({ fields: { payment: false, radio: true } as never })] },
  })
  const governed = await formSite(database)
  try {
    await publishNotice(governed, await governed.person('officer', ['privacy-officer']), 'first')
    const forms = { plain: await plainForm(plain), governed: await makeForm(governed) }
    const rounds = small ? 40 : 400
    for (let turn = -10; turn < rounds; turn += 1) {
      const one = await timed(() => send(plain, forms.plain))
      const other = await timed(() => send(governed, forms.governed))
      if (turn < 0) continue
      times.plain.push(one)
      times.governed.push(other)
    }
  } finally {
    await governed.stop()
    await plain.stop()
  }
  report('submission, form builder', times.plain)
  report('submission, governed', times.governed)
  return { submissionVsFormBuilder: round(quantile(times.governed, 0.5) / quantile(times.plain, 0.5)) }
}
