import type { NoticePromises } from '../../kernel/noticePorts.js'
import type { Bilingual } from '../../kernel/text.js'
import { html, type SafeHtml } from '../../platform/html.js'
import type { Translate } from '../../platform/runtime.js'

interface Term {
  name: string
  values: { text: string; href?: string }[]
}

const contactOf = ({ name, email, telephone, address }: NoticePromises['contact']): Term['values'] => [
  ...(name ? [{ text: name }] : []),
  ...(telephone ? [{ text: telephone, href: `tel:${telephone.replace(/[^+\d]/g, '')}` }] : []),
  ...(email ? [{ text: email, href: `mailto:${encodeURI(email)}` }] : []),
  ...(address ? [{ text: address }] : []),
]

const termsOf = (t: Translate, locale: keyof Bilingual, promises: NoticePromises | null): Term[] => {
  if (!promises) return []
  const { retention } = promises
  const inWords = (given: Bilingual): { text: string } => ({
    text: given[locale] || given[locale === 'en' ? 'fr' : 'en'],
  })
  return [
    { name: 'purposes', values: promises.purposes.map(({ label }) => inWords(label)) },
    {
      name: 'retention',
      values: retention
        ? [{ text: t(`governance:notices:promises:${retention.unit}`, { count: retention.amount }) }]
        : [],
    },
    { name: 'recipients', values: promises.recipients.map(inWords) },
    { name: 'contact', values: contactOf(promises.contact) },
  ].filter(({ values }) => values.length > 0)
}

/** The same as plain lines, for comparing two versions. */
export const promisesText = (
  t: Translate,
  locale: keyof Bilingual,
  promises: NoticePromises | null | undefined,
): string =>
  termsOf(t, locale, promises ?? null)
    .map(({ name, values }) =>
      [t(`governance:notices:promises:${name}`), ...values.map(({ text }) => `• ${text}`)].join('\n'),
    )
    .join('\n')

const shown = ({ text, href }: Term['values'][number]): SafeHtml | string =>
  href ? html`<a href="${href}">${text}</a>` : text

/** What the site can be held to, below the text: a list of terms, nothing where the version has text only. */
export const promisesSection = (
  t: Translate,
  locale: keyof Bilingual,
  promises: NoticePromises | null | undefined,
): SafeHtml | null => {
  const terms = termsOf(t, locale, promises ?? null)
  if (terms.length === 0) return null
  const list = (values: Term['values']): SafeHtml =>
    html`<ul>
      ${values.map((value) => html`<li>${shown(value)}</li>`)}
    </ul>`
  return html`<section class="box">
    <h2>${t('governance:notices:promises:heading')}</h2>
    <dl>
      ${terms.map(
        ({ name, values }) =>
          html`<dt>${t(`governance:notices:promises:${name}`)}</dt>
            <dd>${values.length > 1 ? list(values) : shown(values[0]!)}</dd>`,
      )}
    </dl>
  </section>`
}
