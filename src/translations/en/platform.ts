export const publicPage = {
  neutralTitle: 'Information',
  leave: 'Leave this page',
  exit: 'Leave at once',
  language: 'Language',
  phone: 'Telephone:',
  escape:
    'The Escape key also leaves this page. To remove it from your history, use your browser’s history menu.',
  optional: '(optional)',
  safeToWrite: 'Is it safe to write to you here?',
  safeToWriteHelp: 'If somebody else could read your mail, answer no. Without an answer we do not write.',
  yes: 'Yes',
  no: 'No',
  orCall: 'You can also telephone:',
  receiptTitle: 'Your receipt',
  receiptKeep: 'Keep the number, or this whole address. Nobody else can open this page.',
  receiptNumber: 'Number',
  receiptReceived: 'Received',
  receiptDeleted: 'Deleted on',
  receiptAsk: 'For questions, name the number. You need not say who you are.',
}

export const errors = {
  unexpected: 'Something went wrong on our side. Nothing was lost that you see here; please try again.',
  notSignedIn: 'Please sign in first.',
  notAllowed: 'Your role does not allow this.',
}

export const mail = {
  open: 'Open (you will be asked to sign in)',
  digest: {
    subject: 'What waits for you ({{count}})',
    body: 'Since your last daily mail:\n\n{{lines}}',
  },
  footer: 'This mail names no person on purpose. Please do not answer it.',
}

export const missing = {
  email: 'No mail can be sent: configure an email adapter in the Payload config.',
  deadMail: 'Mails that could not be delivered: {{count}}. Look at the reason and try again.',
}

/** Refusals of what was sent, where the general sentence says too little. */
export const refusals = {
  unclear: 'Something is missing or does not fit. Please check what you sent.',
  unreadable: 'This could not be read. Send a form or a JSON object.',
  missing: 'Please fill this in: {{field}}.',
  tooLong: 'This is too long: {{field}} (at most {{max}} characters).',
  characters: 'This has characters that cannot be shown: {{field}}.',
  text: 'This must be text: {{field}}.',
  staffName: 'This name looks as if it were a colleague of the organization. Please choose another one.',
  stale: 'This page was open for a long time. Please send it once more.',
  trapped: 'This could not be sent. If you are a person, please telephone.',
  gaps: 'This version cannot be put in force yet. Missing: {{field}}. Complete it, save, and publish again.',
}

/** What a refusal calls the fields, by their codes. */
export const fields = {
  category: 'category',
  changes: 'what has changed since',
  changesEn: 'what has changed (English)',
  changesFr: 'what has changed (French)',
  comment: 'comment',
  contact: 'how to reach you',
  createdAt: 'date of creation',
  decision: 'decision',
  deleteAfter: 'date of deletion',
  exitAddress: 'address behind “Leave this page”',
  form: 'form',
  governanceRoles: 'roles',
  happened: 'what happened',
  hash: 'state of the text that was read',
  kind: 'what it is about',
  locale: 'language',
  name: 'name',
  on: 'page that it is about',
  people: 'people',
  place: 'place in the list',
  reason: 'reason',
  record: 'record',
  requestKey: 'key of the request',
  rev: 'state of the case that was read',
  reviewAt: 'date of the review, in the future',
  revision: 'state of the comment that was read',
  seen: 'state of the draft that was read',
  severity: 'severity',
  submissionData: 'what was filled in',
  summary: 'what happened',
  text: 'text',
  updatedAt: 'date of the last change',
  values: 'what was filled in',
  version: 'number of the version',
  where: 'what is searched for',
  why: 'reason',
  words: 'words',
  'en-title': 'English: the title',
  'en-content': 'English: the text',
  'en-changes': 'English: what has changed',
  'en-link': 'English: a link that starts with https://, mailto: or tel:',
  'en-node': 'English: a form of text that can be shown',
  'fr-title': 'French: the title',
  'fr-content': 'French: the text',
  'fr-changes': 'French: what has changed',
  'fr-link': 'French: a link that starts with https://, mailto: or tel:',
  'fr-node': 'French: a form of text that can be shown',
}
