import { approvals } from './approvals.js'
import { breach } from './breach.js'
import { consents } from './consents.js'
import { disclosure } from './disclosure.js'
import { footprint } from './footprint.js'
import { forms } from './forms.js'
import { incidents } from './incidents.js'
import { ledger } from './ledger.js'
import { ledgerScreen } from './ledgerScreen.js'
import { moderation } from './moderation.js'
import { notices } from './notices.js'
import { overview } from './overview.js'
import { retention } from './retention.js'
import { retentionSafety } from './retentionSafety.js'
import { roles } from './roles.js'
import { sentences } from './sentences.js'
import { statistics } from './statistics.js'
import { terminal } from './terminal.js'
import { errors, fields, mail, missing, publicPage, refusals } from './platform.js'

/**
 * Written with plain spaces; shown as French is set in Canada: a colon, quotation marks and units stay with their word.
 * No space before `;`, `!` and `?`.
 */
const set = (text: string): string =>
  text
    .replace(/ (:|»)/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
    .replace(/(\}\}) (min|h|j|Ko)(?![\p{L}])/gu, '$1\u00a0$2')

const typeset = <Tree extends object>(tree: Tree): Tree =>
  Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? set(value) : typeset(value as object),
    ]),
  ) as Tree

export const fr = {
  governance: typeset({
    approvals,
    breach,
    consents,
    disclosure,
    errors,
    fields,
    footprint,
    forms,
    incidents,
    ledger,
    ledgerScreen,
    mail,
    missing,
    moderation,
    notices,
    overview,
    publicPage,
    refusals,
    retention,
    retentionSafety,
    roles,
    sentences,
    statistics,
    terminal,
  }),
}
