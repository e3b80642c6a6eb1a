/** Every place where a process can end, in the order of the work. */
const around = (name: string): string[] => [`before:${name}`, `between:${name}`, `after:${name}`]

export const STEPS: readonly string[] = [
  'before:intend',
  'after:intend',
  'before:list',
  'after:list',
  'before:dropRows',
  'before:dropTraces',
  'after:dropTraces',
  'before:dropVersions',
  'after:dropVersions',
  'before:dropRecords',
  'after:dropRecords',
  'before:dropUploads',
  'after:dropUploads',
  'between:dropRows',
  'after:dropRows',
  'before:dropFiles',
  'before:file',
  'after:file',
  'between:dropFiles',
  'after:dropFiles',
  ...around('certify'),
]

/** The same, in an order in which a few of them already are of every kind. */
export const KILLED_AT: readonly string[] = [0, 1, 2].flatMap((part) =>
  STEPS.filter((_, at) => at % 3 === part),
)
