/** Personal content that is masked until somebody says why they need it. */
export const disclosure = {
  masked: 'What was written is covered',
  text: 'Why do you need to read it? Your reason is recorded, and it stays open to you for 15 minutes.',
  title: 'Open to you',
  open: 'What was written is shown to you until {{time}}',
  reason: {
    answer: 'To answer it',
    handOver: 'To pass it on',
    check: 'To check it before deletion',
    words: 'Another reason',
  },
  why: 'Why do you need to read it?',
  show: 'Show',
  cancel: 'Cancel',
}
