import { describe, expect, it } from 'vitest'

import { APPROVAL_ACTIONS } from '../../../src/capabilities/approvals/events.js'
import { BREACH_ACTIONS } from '../../../src/capabilities/breach/events.js'
import { CONSENT_ACTIONS } from '../../../src/capabilities/consents/events.js'
import { FORM_ACTIONS } from '../../../src/capabilities/forms/events.js'
import { INCIDENT_ACTIONS } from '../../../src/capabilities/incidents/events.js'
import { LEDGER_ACTIONS } from '../../../src/capabilities/ledger/events.js'
import { MODERATION_ACTIONS } from '../../../src/capabilities/moderation/events.js'
import { NOTICE_ACTIONS } from '../../../src/capabilities/notices/events.js'
import { OUTBOX_ACTIONS } from '../../../src/capabilities/outbox/events.js'
import { SETUP_ACTIONS } from '../../../src/capabilities/overview/events.js'
import { RETENTION_ACTIONS } from '../../../src/capabilities/retention/events.js'
import { ROLE_ACTIONS } from '../../../src/capabilities/roles/events.js'
import { SIGN_IN_ACTIONS } from '../../../src/capabilities/signIn/events.js'
import { translations } from '../../../src/translations/index.js'

const CODES: readonly string[] = [
  ...APPROVAL_ACTIONS,
  ...BREACH_ACTIONS,
  ...CONSENT_ACTIONS,
  ...FORM_ACTIONS,
  ...INCIDENT_ACTIONS,
  ...LEDGER_ACTIONS,
  ...MODERATION_ACTIONS,
  ...NOTICE_ACTIONS,
  ...OUTBOX_ACTIONS,
  ...RETENTION_ACTIONS,
  ...ROLE_ACTIONS,
  ...SETUP_ACTIONS,
  ...SIGN_IN_ACTIONS,
]

describe('The ledger in words', () => {
  it.each(['en', 'fr'] as const)('has words for every action that is written to it (%s)', (language) => {
    const words = translations[language].governance.ledger.action as Record<string, Record<string, string>>
    const known = Object.entries(words).flatMap(([area, actions]) =>
      Object.keys(actions).map((action) => `${area}.${action}`),
    )
    expect(known.sort()).toEqual([...CODES].sort())
  })
})
