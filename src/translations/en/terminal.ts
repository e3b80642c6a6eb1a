/** What the commands in a terminal say. `{{…}}` are filled in; words of the command line stay as they are. */
export const terminal = {
  arguments: 'These arguments are not understood: {{message}}',
  lang: '--lang is "en" or "fr".',
  unmigrated:
    'The database does not have all tables and columns of this site yet. Run: npx payload migrate (before it, where that migration does not exist yet: npx payload migrate:create governance)',
  doctor: {
    governed: 'GOVERNED',
    unasked: '{{capability}}: could not be asked ({{reason}})',
    timeZone: 'Time zone: {{zone}}',
    setUpOn: 'Set up on {{day}}',
    notSetUp: 'Not set up yet',
    missing: 'MISSING',
    nothing: 'Nothing.',
    added: 'ADDED',
    collections: 'Collections: {{slugs}}',
    global: 'Global: {{slug}}',
    fields: 'Fields of "{{slug}}": {{names}}',
    next: 'WHAT TO DO NEXT',
    well: 'Nothing. Look again after each change of staff.',
    doSetUp: 'Sign in at {{address}}, or run: npx payload governance:setup',
    doEmail:
      'Set `email` in the Payload config, for instance to nodemailerAdapter of @payloadcms/email-nodemailer, and start again.',
    doMails: 'Sign in and open {{address}}: each mail there says why it could not be delivered.',
    doLabels:
      'Open {{address}} and say for every field of these forms what it asks, what for, and why you may ask.',
    doNotice:
      'Sign in as the privacy contact, open {{address}}, write the privacy notice or import it, and have it published. Somebody else approves it first, unless approvals are switched off.',
    doOther: '{{what}} ({{address}})',
    sqliteIds:
      'SQLite gives ids of deleted rows to new ones. Set `autoIncrement: true` in sqliteAdapter, so that evidence never names the wrong record.',
    sqliteBusy:
      'SQLite refuses what another process is writing beside. Set `busyTimeout: 5000` in sqliteAdapter, so that it waits instead.',
    role: '{{role}}: {{count}}',
    approvals: 'Approvals govern: {{what}}.',
    approvalsNone: 'Approvals govern: nothing (no collection has drafts).',
    forms: 'Forms: what is sent to {{slugs}} is bound to the privacy notice in force.',
    formsNone: 'Forms: the site has no collection {{slugs}}; nothing is gated.',
    incidents: 'Incidents: {{open}} open, {{unacknowledged}} not acknowledged.',
    ledger: 'Ledger: {{count}} sealed entries verify, {{unsealed}} wait to be sealed.',
    ledgerBroken: 'THE LEDGER DOES NOT VERIFY. {{found}} Tell the Assistant Executive Director now.',
    ledgerFile:
      'Ledger: its head could NOT be written to "{{file}}" ({{problem}}). Set `ledger.headsFile` to a file that this process may write.',
    moderationBefore: 'Moderation: comments are in "{{slug}}" and are read before they appear.',
    moderationAfter: 'Moderation: comments are in "{{slug}}" and are read after they appear.',
    moderationHost:
      'Moderation: this site has a collection "{{slug}}" of its own. It is left alone; name another with `moderation.slug`.',
    notice: 'Privacy notice "{{key}}": since {{since}} version {{number}} is in force.',
    noticeNext: 'From {{from}} on, version {{number}} will be.',
    noticeNone:
      'Privacy notice "{{key}}": NONE IN FORCE. Forms refuse what people send until a version is published.',
    noticeNoneYet: 'Privacy notice "{{key}}": NONE IN FORCE.',
    mail: 'Mail: an email adapter is configured.',
    mailNone: 'Mail: NO email adapter; mails wait and are not sent.',
    mailDead: 'Mail: {{count}} could not be delivered.',
    retentionRule: 'Retention: "{{collection}}" leaves so long after it came: {{rule}}.',
    retention:
      'Retention: last run {{last}}, {{overdue}} overdue, {{undated}} without a date, {{held}} on hold.',
    never: 'never',
    retentionHolds: 'Retention: {{count}} holds are to be reviewed; the list of holds shows which.',
    retentionFiles:
      'Retention: files that "{{rule}}" names in "{{uploads}}" leave with it only if they came with it. Add "{{uploads}}" to retention.collections, so that none stays.',
  },
  ledger: {
    usage: `Usage: payload governance:ledger verify [--head NUMBER:HASH|FILE] [--lang en|fr]
       payload governance:ledger erase --person REF|--subject REF|--entry NUMBER --under "GROUND"`,
    ok: 'The ledger verifies: {{count}} sealed entries, the last is {{last}}.',
    broken: 'THE LEDGER DOES NOT VERIFY: {{count}} sealed entries were looked at. Tell the AED now.',
    more: '… and {{count}} more.',
    unsealed:
      'Not sealed yet: the last {{unsealed}}. They are sealed within seconds, and not protected before.',
    erasedValues: 'Personal values that were erased by rule: {{erased}}.',
    removedTo: 'Entries up to {{removedTo}} were removed by rule; a sealed summary stands for them.',
    heads: 'Compared with {{compared}} kept heads ({{from}}).',
    noHeads:
      'Compared with no kept head: a chain that was written anew as a whole would verify, too. Give one with --head.',
    noHead: '"{{head}}" is neither a head (NUMBER:HASH) nor a file of heads.',
    erased: 'Erased: the personal values of {{entries}} entries. The erasure is on the ledger.',
    nothingToErase: 'There is nothing to erase.',
  },
  setup: {
    usage: `Usage: payload governance:setup --aed EMAIL [--ed EMAIL] [--approver EMAIL] [--privacy EMAIL]
         [--name-en TEXT] [--name-fr TEXT] [--emergency-en TEXT] [--emergency-fr TEXT]
         [--phone TEXT] [--exit https://…] [--lang en|fr] [--yes]
Without arguments it asks, where there is a terminal to ask in.`,
    noAccount:
      'No account has the address "{{email}}" (--{{place}}), or it cannot sign in. Accounts: {{known}}.',
    accounts: 'Accounts: {{known}}',
    none: 'none',
    noneYet: 'none yet',
    nobody: 'nobody',
    address: 'Address',
    nameEn: 'Name of the organization in English',
    nameFr: 'Name of the organization in French',
    phone: 'Telephone',
    exit: '--exit has to start with https://.',
    willSave: 'This will be saved:',
    organization: 'organization',
    right: 'Is that right? [y/N]',
    notSaved: 'Nothing was saved.',
    saved: 'Saved.',
    stillMissing: 'Still missing: {{what}}',
  },
}
