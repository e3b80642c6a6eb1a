export const statistics = {
  nav: 'Statistics of what left',
  title: 'Statistics of what left',
  intro:
    'What was counted before collected data was deleted. Nothing here leads to a person: each field is counted for itself, by the month in which it came, and small counts are not told.',
  emptyTitle: 'There is nothing to show yet.',
  emptyText:
    'A month is shown once everything that was received in it is deleted, and never changes afterwards. Until then nothing of it is told.',
  noneTitle: 'Nothing is counted on this site.',
  noneText:
    'What leaves is deleted, and no statistics of it are kept. The person who runs the site can name fields that are counted before (action: "anonymize").',
  of: 'In “{{collection}}”',
  ofForm: 'Form “{{form}}”',
  formGone: 'A form that is gone',
  value: 'Answer',
  records: 'Records',
  plot: 'Compared',
  rest: 'All others together',
  few: 'Too few to be told',
  unsaid: 'No answer',
  other: 'Something that is no choice',
  ticked: 'Ticked',
  unticked: 'Not ticked',
  csv: 'Download all as a table (CSV)',
  small:
    'Answers that fewer than {{smallest}} gave are not told apart, and where one of them could be reckoned from the rest, others are not either.',
  last: 'The last {{count}} months are shown; the table has them all.',
  certificate: 'Counted for statistics before they went',
  doctor: {
    counted:
      'Retention: of "{{collection}}" these fields are counted before a record goes: {{fields}}. Counts below {{smallest}} are not told.',
    nowhere:
      'Retention: no form has a choice from a list, or a tick, named "{{field}}": nothing is counted of it. Add such a field to a form, or take the name out of "keep".',
    otherwise:
      'Retention: "{{field}}" is no choice from a list and no tick in: {{forms}}. What was answered there could name somebody, and is not counted.',
  },
}
