export const consents = {
  basis: {
    voluntary: 'what you told us of your own free will',
    consent: 'another consent that you gave',
    service: 'what you asked us for',
    legalDuty: 'a legal duty',
    emergency: 'an emergency',
    undeclared: 'other parts of your message',
  },
  outcome: {
    all: 'What you sent rests on your consent alone: it is deleted now, as a rule within the hour, unless the law makes us keep it.',
    rest: 'What you sent stays with us until {{day}} at the latest, because it also rests on {{bases}}. It is no longer used for this purpose.',
  },
  page: {
    title: 'What you agreed to',
    given: 'You said yes on {{when}} (this is in force).',
    refused: 'You did not say yes. We do not use what you sent for this.',
    withdrawn: 'Withdrawn since {{when}}: we no longer use, share or hand out what you sent for this.',
    named: 'We use it for this on another ground, {{basis}}, since {{when}} (ask us about it at any time).',
    withdraw: 'Withdraw',
    copy: 'Save a copy of these consents (for your records)',
  },
  confirm: {
    title: 'Withdraw your consent?',
    what: 'You agreed that we use what you sent for this:',
    doesTitle: 'What happens when you withdraw',
    stops: 'From that moment we no longer use, share or hand out what you sent for this purpose.',
    notTitle: 'What withdrawing does not do',
    past: 'It does not undo what was done before: what was printed, published or handed to others is not called back by this page. For that, please ask us.',
    evidence:
      'We keep a note that you consented and withdrew, with the number of your receipt and without your name.',
    submit: 'Withdraw now',
    back: 'Back to the receipt, nothing changes',
  },
}
