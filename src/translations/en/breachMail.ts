export const breachMail = {
  /** To the people themselves: in the words that were approved, and nothing of what they wrote. */
  notice: {
    subject: 'Please read: about information that you sent us',
    body: 'We are writing to you because you once sent us information through our site, and something has happened to information of this kind.\n\nWhat happened\n{{happened}}\n\nWhat information was involved\n{{involved}}\n\nWhat we are doing about it\n{{doing}}\n\nWhom to contact\n{{contact}}\n\nWhere you can complain\n{{complain}}',
  },
  approve: {
    subject: 'Breach {{number}}: a notice waits for a second reader',
    body: 'A colleague has written the notice to the people whom breach {{number}} concerns. Before it is sent, somebody else must read it in both languages and approve it.',
  },
  clock: {
    subject: 'Breach {{number}}: time runs out soon',
    body: 'What is to be done: {{what}}\nLaw: {{source}}\nUntil: {{deadline}}\n\nWhen it is done, say so on the page of the breach.',
  },
  clockOver: {
    subject: 'Breach {{number}}: time ran out',
    body: 'What was to be done: {{what}}\nLaw: {{source}}\nUntil: {{deadline}}\n\nDo it now, and say so on the page of the breach.',
  },
  open: {
    subject: 'Breach {{number}}: still to do',
    body: 'What is to be done: {{what}}\nLaw: {{source}}\nDiscovered: {{since}}\n\nThe law names no number of days. Each day that passes must have a reason.',
  },
}
