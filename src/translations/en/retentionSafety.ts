/** What keeps the automatic deletion from harm, and what proves it: pause, clock, large shares, dry run, commands. */
export const retentionSafety = {
  deciders: 'The privacy officer, the Assistant Executive Director or the Executive Director answers this.',
  restored: {
    title: 'The database was restored from a backup',
    text: 'Records that were deleted since that backup may be back. Nothing of the collected data is shown, and nothing is deleted by itself, until the person who runs the site has run this command, which deletes them again:',
  },
  apart: {
    title: 'Two clocks differ: nothing is deleted by itself',
    text: 'This server says {{machine}}, the database says {{database}}: the person who runs the site must put the wrong one right. After that the deletion goes on by itself.',
  },
  clock: {
    title: 'Is the clock right? Nothing is deleted by itself until you say so',
    text: 'The last run was on {{last}}, and the database now says {{database}}: either nothing ran in between, or a clock was set wrong. Compare it with a clock of your own.',
    button: 'The time is right',
    confirmTitle: 'Is it really {{database}} now?',
    confirmText:
      'If the clock is ahead, data would be deleted too early, and that cannot be taken back. Your name goes on the ledger.',
    confirm: 'Yes, the time is right',
    cancel: 'No',
    done: 'Confirmed. The deletion goes on with the next run.',
  },
  share: {
    title: '{{what}}: {{due}} of {{total}} are due at once',
    text: 'That is more than a run may take by itself, and can mean that a rule or a date is wrong. Nothing of this batch (dates up to {{until}}) is deleted until somebody confirms it. Records get overdue meanwhile.',
    button: 'Confirm this batch',
    confirmTitle: 'Let these {{due}} records be deleted?',
    confirmText:
      'They go with their versions and files at the next run. This cannot be taken back. The answer is for this batch only, and your name goes on the ledger.',
    confirm: 'Delete this batch',
    cancel: 'Not yet',
    done: 'Confirmed. The batch goes with the next run.',
  },
  pause: {
    badge: 'Paused',
    title: 'The automatic deletion is paused',
    text: 'Since {{when}}, by {{who}}. Records stay past their date. Deleting by hand still works.',
    reason: 'Why:',
    pause: 'Pause the deletion',
    pauseTitle: 'Pause the automatic deletion?',
    pauseText:
      'Nothing is deleted by itself until somebody resumes it: what people were promised is not kept meanwhile. To keep a single record, place a hold instead.',
    pauseWhy: 'Why must it be paused?',
    paused: 'The automatic deletion is paused.',
    resume: 'Resume',
    resumeTitle: 'Resume the automatic deletion?',
    resumeText: 'What has become due meanwhile is deleted with the next run.',
    resumeWhy: 'Why can it go on?',
    resumed: 'The automatic deletion goes on.',
    cancel: 'Cancel',
  },
  plan: {
    button: 'What would go now?',
    title: 'What the next run would delete',
    text: 'Nothing was changed to find this out: as of {{when}}',
    nothing: 'As of {{when}}, nothing would go. Nothing was changed to find this out.',
    rule: '{{what}}: {{records}} records, {{versions}} versions and drafts, {{files}} files',
    term: '{{words}}: {{count}}',
    held: 'Kept by a hold: {{count}}',
    unconfirmed: 'From before governance, waiting for somebody to confirm the plan: {{count}}',
    undated: 'Without a date; the next run gives one: {{count}}',
    lookedAt: 'Versions, files and rules were counted for the first {{count}} records.',
    asks: 'This is so large a share that the run asks first.',
    close: 'Close',
    stopped: {
      paused: 'The automatic deletion is paused: nothing goes by itself.',
      clock: 'It is not certain what time it is: nothing goes by itself.',
      restored: 'The database was restored from a backup: nothing goes by itself before the replay.',
    },
  },
  certificate: {
    ledgerHead: 'Head of the ledger then',
    verify: 'Verify now',
    verifying: 'The deletions are counted again and the ledger is walked…',
    verified: 'Verified: {{when}}',
    verifiedHow:
      'The counts agree with the deletions, the ledger holds this very certificate, and its chain is whole (sealed entries: {{entries}}).',
    notVerified: 'Not all is well, tell the Assistant Executive Director: {{when}}',
    chainBroken:
      'The certificate agrees with its entry, but the ledger does not hold elsewhere (places: {{count}}). Open the ledger.',
  },
  coming: {
    title: 'What leaves when, in the coming {{count}} weeks',
    none: 'Nothing leaves in the coming {{count}} weeks.',
    week: 'Week from',
    goes: 'Leaves',
    held: 'Kept by holds',
    rule: 'In the coming {{weeks}} weeks (to be deleted: {{goes}}; kept by holds: {{held}})',
  },
  mail: {
    share: {
      subject: 'Deletion waits for an answer',
      body: 'Collection: {{what}}\nRecords due at once: {{due}}\nRecords in all: {{total}}\n\nThat is more than a run may take by itself. Open the worklist and look whether the rule and the dates are right. Nothing of this batch is deleted until somebody confirms it.',
    },
    clock: {
      subject: 'Deletion stands still: which time is right?',
      body: 'Clock of the server: {{machine}}\nClock of the database: {{database}}\n\nIt is not certain what time it is, so nothing is deleted by itself. Open the worklist: it says what to do.',
    },
  },
  terminal: {
    usage: `Usage: payload governance:retention plan [--lang en|fr]
       payload governance:retention verify [CERTIFICATE]
       payload governance:retention replay [--from FILE]
       payload governance:retention tombstones --out FILE`,
    off: 'Retention is switched off on this site.',
    noRules: 'No collection is governed.',
    planAt: 'What the next run would delete (nothing was changed), as of {{when}}',
    planRule: '{{collection}}: {{records}} records, {{versions}} versions and drafts, {{files}} files',
    planTerm: '{{words}}: {{count}}',
    planDates: 'Dates from {{from}} to {{to}}',
    planHeld: 'Kept by a hold: {{count}}',
    planUnconfirmed: 'From before governance, not confirmed: {{count}}',
    planUndated: 'Without a date; the next run gives one: {{count}}',
    planAsks: 'So large a share that the run asks first on the worklist.',
    stopped: {
      paused: 'PAUSED: nothing goes by itself.',
      clock: 'IT IS NOT CERTAIN WHAT TIME IT IS: nothing goes by itself. The worklist says what to do.',
      restored:
        'THE DATABASE WAS RESTORED FROM A BACKUP: nothing goes by itself before payload governance:retention replay.',
    },
    found: {
      certificateMissing:
        'Certificate {{number}} is MISSING, though a deletion or the ledger names it ({{what}}).',
      certificateChanged: 'Certificate {{number}} was CHANGED ({{what}}).',
      unitMissing: 'Certificate {{number}}: the deletion {{what}} that it counts is MISSING.',
      unitChanged: 'Certificate {{number}}: a deletion that it counts was CHANGED ({{what}}).',
      entryMissing: 'Certificate {{number}}: its entry on the ledger is MISSING.',
      entryChanged: 'Certificate {{number}}: its entry on the ledger was CHANGED ({{what}}).',
      chain: 'Certificate {{number}}: the ledger does not hold at its entry, number {{what}}.',
    },
    more: '… and {{count}} more.',
    verified: '{{count}} certificates verify, and so does the ledger ({{entries}} sealed entries).',
    notVerified: 'NOT ALL IS WELL: {{count}} certificates were looked at. Tell the AED now.',
    entriesRemoved: 'Entries of {{count}} certificates were removed from the ledger by rule.',
    replayed: 'Deleted again: {{deleted}} records. Tombstones that were looked for: {{known}}.',
    certificates: 'Certificates: {{numbers}}',
    replayHeld: 'Not deleted, because a hold keeps them: {{count}}. They go once it is released.',
    replayFailed: 'COULD NOT BE DELETED: {{count}}. Run this again; the log of the site says why.',
    foreign: 'Lines of another site in the file: {{count}}.',
    unread: 'Lines that could not be read: {{count}}.',
    written: 'Tombstones of {{count}} deletions were written to {{file}}.',
    doctor:
      'Retention: its tombstones could NOT be written to "{{file}}" ({{problem}}). Set `retention.tombstonesFile` to a file that this process may write.',
    doctorRestored: 'THE DATABASE WAS RESTORED FROM A BACKUP. Run: npx payload governance:retention replay',
    doctorPaused: 'Retention: PAUSED for {{days}} days. Nothing is deleted by itself.',
  },
}
