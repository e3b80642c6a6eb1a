import { parse } from 'tldts'

const SHORTENERS = new Set([
  'bit.ly',
  'tinyurl.com',
  't.co',
  'goo.gl',
  'ow.ly',
  'is.gd',
  'buff.ly',
  'cutt.ly',
  'rb.gy',
  'rebrand.ly',
  'shorturl.at',
  't.ly',
  'v.gd',
  'tiny.cc',
  'lnkd.in',
  'bl.ink',
  'short.io',
  'soo.gd',
  'adf.ly',
  'urlz.fr',
  'shorte.st',
  'tr.im',
])
/** Endings that are also small words: "merci.je pense", "it is.so I" are sentences without a space. */
const WORD_ENDINGS = new Set(
  'je il la de et es so me is it at in to my no do be as us am pm ma mu tu ne en ou si ca sa se st un au an or go by he hi my pour plus moi cool bio how fun live now'.split(
    ' ',
  ),
)
/** Files, and frameworks that are written like hosts. */
const FILE_ENDINGS = new Set('zip mov md py rs sh ps pl java app doc'.split(' '))
const NO_HOSTS = new Set(['asp.net', 'vb.net', 'ado.net', 'node.js', 'vue.js', 'next.js', 'd.js'])

const SCRIPTS: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
]

export const isMixed = (host: string): boolean =>
  host.split('.').some((label) => SCRIPTS.filter((script) => script.test(label)).length > 1)

/** Whole words in a script that only imitates Latin: "аррӏе.com". */
export const imitates = (host: string): boolean =>
  /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(host) && /\.(?:com|ca|org|net)$/i.test(host)

interface Host {
  host: string
  bare: boolean
  userInfo: boolean
}

export const hostOf = (link: string): Host => {
  const scheme = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.exec(link)?.[0] ?? ''
  const authority = link.slice(scheme.length).split(/[/?#\\]/u, 1)[0] ?? ''
  const at = authority.lastIndexOf('@')
  return {
    host: authority
      .slice(at + 1)
      .replace(/:\d{1,5}$/u, '')
      .replace(/[.,;:!?)\]}'"]+$/u, '')
      .toLowerCase(),
    bare: scheme === '',
    userInfo: scheme !== '' && at >= 0,
  }
}

export const isAddress = (host: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/u.test(host) ||
  /^\[?[0-9a-f:]*:[0-9a-f:]+\]?$/iu.test(host) ||
  /^(?:0x[0-9a-f]{8}|\d{8,10})$/iu.test(host)

/** A host without a scheme: only with an ending that exists and that is no sentence without a space. */
export const isBareHost = (found: string, next: string): boolean => {
  const [name = '', ...path] = found.split('/')
  const host = name.toLowerCase()
  const labels = host.split('.')
  const ending = labels.at(-1)!
  if (NO_HOSTS.has(host)) return false
  if (host.startsWith('www.')) return parse(host).isIcann === true
  const slash = path.length > 0
  if (FILE_ENDINGS.has(ending) && !slash) return false
  // "fini.Je reviens": a capital after the full stop begins a sentence, unless all of it is written so.
  const written = name.split('.').at(-1)!
  if (/^\p{Lu}\p{Ll}/u.test(written) && !/^\p{Lu}/u.test(name)) return false
  if (WORD_ENDINGS.has(ending) && !slash && /^\s+\p{Ll}/u.test(next)) return false
  if (WORD_ENDINGS.has(ending) && !slash && labels.length === 2 && labels[0]!.length < 3) return false
  const known = parse(host)
  // "U.S", "p.m", "e.g": single letters are abbreviations.
  return (
    known.isIcann === true &&
    known.domain !== null &&
    (known.domainWithoutSuffix?.length ?? 0) > (slash ? 0 : 1)
  )
}

/** It hides where it leads to. */
export const isShortener = (host: string): boolean => SHORTENERS.has(host)
