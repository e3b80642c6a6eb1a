import type { Bilingual, NoticePromises } from '../../kernel/ports.js'
import { html, type SafeHtml } from '../../platform/html.js'
import type { Translate } from '../../platform/runtime.js'

type Part = [term: string, values: (SafeHtml | string)[]]

const contactOf = ({ name, email, telephone, address }: NoticePromises['contact']): (SafeHtml | string)[] => [
  ...(name ? [name] : []),
  ...(telephone ? [html`<a href="tel:${telephone.replace(/[^+\d]/g, '')}">${telephone}</a>`] : []),
  ...(email ? [html`<a href="mailto:${encodeURI(email)}">${email}</a>`] : []),
  ...(address ? [address] : []),
]

const keptAtMost = (t: Translate, retention: NoticePromises['retention']): string[] =>
  retention ? [t(`governance:notices:promises:${retention.unit}`, { count: retention.amount })] : []

/** What the site can be held to, below the text: a list of terms, nothing where the version has text only. */
export const promisesSection = (
  t: Translate,
  locale: keyof Bilingual,
  promises: NoticePromises | null | undefined,
): SafeHtml | null => {
  if (!promises) return null
  const parts: Part[] = [
    ['purposes', promises.purposes.map(({ label }) => label[locale])],
    ['retention', keptAtMost(t, promises.retention)],
    ['recipients', promises.recipients.map((recipient) => recipient[locale])],
    ['contact', contactOf(promises.contact)],
  ]
  return html`<section class="box">
    <h2>${t('governance:notices:promises:heading')}</h2>
    <dl>
      ${parts
        .filter(([, values]) => values.length > 0)
        .map(
          ([term, values]) =>
            html`<dt>${t(`governance:notices:promises:${term}`)}</dt>
              <dd>
                ${
                  values.length > 1
                    ? html`<ul>
                        ${values.map((value) => html`<li>${value}</li>`)}
                      </ul>`
                    : values
                }
              </dd>`,
        )}
    </dl>
  </section>`
}
