import type { CollectionConfig } from 'payload'

import { compareAndSet } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import type { Stand } from '../../helpers/boot.js'
import { richText } from '../notices/publishing.js'

export const attachments: CollectionConfig = {
  slug: 'attachments',
  access: { read: () => true },
  fields: [],
  upload: { staticDir: '/tmp/governance-test-attachments' },
}
export { formSite, surveys } from './site.js'

/** What a field says of itself; one that must be filled in says why. */
export const voluntary = { dataClass: 'personal', purpose: 'contact', basis: 'voluntary' }
export const needed = { dataClass: 'personal', purpose: 'contact', basis: 'service', why: 'To answer.' }

/** A contact form with most kinds of fields. */
export const makeForm = async (site: Stand, slug = 'contact'): Promise<number | string> => {
  const made = await site.payload.create({
    collection: 'forms' as never,
    data: {
      title: 'Contact us',
      governanceSlug: slug,
      submitButtonLabel: 'Send',
      confirmationType: 'message',
      confirmationMessage: richText('Thank you.'),
      fields: [
        { blockType: 'message', message: richText('Write <b>freely</b>.') },
        { blockType: 'text', name: 'name', label: 'Your name', governance: voluntary },
        { blockType: 'email', name: 'email', label: 'Your mail address', governance: voluntary },
        { blockType: 'number', name: 'age', label: 'Age', governance: voluntary },
        {
          blockType: 'select',
          name: 'topic',
          label: 'Topic',
          governance: voluntary,
          options: [
            { label: 'Help', value: 'help' },
            { label: 'Other', value: 'other' },
          ],
        },
        { blockType: 'checkbox', name: 'terms', label: 'I have read this', governance: voluntary },
        { blockType: 'textarea', name: 'message', label: 'Your message', required: true, governance: needed },
      ],
    } as never,
  })
  return (made as unknown as { id: number | string }).id
}

/** What a browser sends from the page, hidden fields included. */
export const fill = async (
  site: Stand,
  values: Record<string, string>,
  slug = 'contact',
): Promise<Record<string, string>> => {
  const page = await site.rest('GET', `/info/form/${slug}`)
  const hidden = [...page.text.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)].map(
    ([, name, value]) => [name, value],
  )
  return { ...(Object.fromEntries(hidden) as Record<string, string>), website: '', ...values }
}

/** Writes a form as one that is older than the plugin has it: not judged, and never saved since. */
export const asBefore = async (site: Stand, id: number | string, data: object): Promise<void> => {
  const { seals } = runtimeOf(site.payload)
  const at = seals.findIndex(({ key }) => key === 'forms-declared')
  const [seal] = seals.splice(at, 1)
  try {
    await site.payload.update({ collection: 'forms' as never, id, data: data as never })
    const form = { id: { equals: id } }
    await compareAndSet({ payload: site.payload }, 'forms', form, { governanceAccepting: null })
  } finally {
    seals.splice(at, 0, seal!)
  }
}
