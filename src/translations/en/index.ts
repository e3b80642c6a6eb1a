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

/** All strings, by capability. French has every key that English has, by type. */
export const en = {
  governance: {
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
  },
}
