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
