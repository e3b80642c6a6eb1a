import type { BasePayload } from 'payload'

import { keyedHash } from '../../kernel/canonical.js'
import { instantWriter } from '../../kernel/instantWords.js'
import type { MailValue } from '../../kernel/ports.js'
import type { Row } from '../../platform/db.js'
import { escapeHtml } from '../../platform/html.js'
import { runtimeOf, type Translate } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'

export interface Mail {
  subject: string
  text: string
  html: string
  messageId: string
}

interface Language {
  t: Translate
  written: (at: string) => string
}

/** A value in the recipient's language: keys are translated, labels chosen, instants written out. */
const inWords = (value: MailValue, { t, written }: Language, locale: string): string => {
  if (typeof value === 'string') return value.startsWith('governance:') ? t(value) : value
  if ('at' in value) return written(value.at)
  return locale.startsWith('fr') ? value.fr : value.en
}

/** The address that links in mails start with; without a server URL a mail names the path only. */
const linkOf = (payload: BasePayload, path: unknown): string =>
  typeof path === 'string' && path ? `${payload.config.serverURL ?? ''}${path}` : ''

/** The same for every attempt at one mail, so that a mail program shows a duplicate once. */
const messageIdOf = (payload: BasePayload, key: string): string => {
  const domain = /@([\w.-]+)/.exec(payload.email.defaultFromAddress)?.[1] ?? 'localhost'
  return `<${keyedHash(payload.secret, key).slice(0, 40)}@${domain}>`
}

/**
 * Makes plain text and HTML of stored mails, each in the language of who gets it. The templates are translations:
 * `<template>:subject` and `:body`.
 */
export const composer = (payload: BasePayload): ((row: Row, locale: string) => Mail) => {
  const { timeZone } = runtimeOf(payload).options
  const known = new Map<string, Language>()
  const languageOf = (locale: string): Language => {
    const language = known.get(locale) ?? {
      t: translatorFor(payload, locale),
      written: instantWriter(locale, timeZone),
    }
    known.set(locale, language)
    return language
  }
  return (row, locale) => composed(payload, row, locale, languageOf(locale))
}

const composed = (payload: BasePayload, row: Row, locale: string, language: Language): Mail => {
  const { t } = language
  const values = Object.fromEntries(
    Object.entries((row.values ?? {}) as Record<string, MailValue>).map(([name, value]) => [
      name,
      inWords(value, language, locale),
    ]),
  )
  const base = `governance:${String(row.template)}`
  const subject = t(`${base}:subject`, values)
  const body = t(`${base}:body`, values)
  const link = linkOf(payload, row.path)
  const account = linkOf(payload, `${payload.config.routes.admin}/account`)
  const choose = row.digest || row.parts ? [t('governance:mail:choose'), account] : []
  const footer = t('governance:mail:footer')
  const open = t('governance:mail:open')
  const paragraphs = body
    .split('\n\n')
    .map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('')
  const button = link ? `<p><a href="${escapeHtml(link)}">${escapeHtml(open)}</a></p>` : ''
  const [words, address] = choose
  const wish = words ? `<p><a href="${escapeHtml(address ?? '')}">${escapeHtml(words)}</a></p>` : ''
  const lang = locale.startsWith('fr') ? 'fr-CA' : 'en-CA'
  return {
    subject,
    text: [body, link && `${open}\n${link}`, ['-- ', footer, ...choose].join('\n')]
      .filter(Boolean)
      .join('\n\n'),
    html:
      `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>` +
      `<body><main><h1 style="font-size:1.25em">${escapeHtml(subject)}</h1>${paragraphs}${button}` +
      `<p>${escapeHtml(footer)}</p>${wish}</main></body></html>`,
    messageId: messageIdOf(payload, String(row.key)),
  }
}
