import { expect, it } from 'vitest'

import {
  type FieldClasses,
  type HostRules,
  isForHostsWithout,
  OPERATIONS,
  type Rule,
} from '../../src/kernel/accessTable.js'
import { stand } from '../helpers/boot.js'
import { databases } from '../helpers/databases.js'
import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { runtimeOf } from '../../src/platform/runtime.js'

const inWords = (rule: Rule | undefined): string => {
  if (rule === undefined) return ''
  if (typeof rule === 'string')
    return { anyRole: 'staff with a role', notMembers: 'not members' }[rule as string] ?? rule
  if (!('others' in rule)) return rule.join(', ')
  if (rule.others === 'oneself') return `${rule.all.join(', ')}; others their own`
  const which = Object.entries(rule.others).map(([field, { equals }]) => `\`${field}\` is "${equals}"`)
  return `${rule.all.join(', ')}; others where ${which.join(' and ')}`
}

const hostInWords = (rule: HostRules[keyof HostRules]): string =>
  rule === undefined
    ? 'yours'
    : isForHostsWithout(rule as never)
      ? `yours, else ${inWords((rule as unknown as { unlessOwn: Rule }).unlessOwn)}`
      : `yours and ${inWords(rule as Rule)}`

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`

const classLines = (classes: [string, FieldClasses][]): string[] => [
  row('collection', 'class', 'fields', 'read', 'create', 'update'),
  row('---', '---', '---', '---', '---', '---'),
  ...classes.flatMap(([slug, all]) =>
    Object.entries(all).map(([name, { fields, read, create, update, masked }]) =>
      row(
        `\`${slug}\``,
        name,
        fields.map((field) => `\`${field}\``).join(', '),
        `${inWords(read) || 'as the row'}${masked ? ', once they said why' : ''}`,
        inWords(create) || 'as the row',
        inWords(update) || 'as the row',
      ),
    ),
  ),
]

it('is documented as it is declared', async () => {
  const [database] = databases()
  const site = await stand(database!, { config: { plugins: [formBuilderPlugin({})] } })
  const { ours, hosts } = runtimeOf(site.payload).table
  const endpoints = site.payload.config.endpoints.filter(({ custom }) => custom?.access !== undefined)
  await site.stop()
  const text = [
    '# Who may what',
    '',
    'Generated from the declarations (`src/capabilities/*/access.ts`, `src/platform/sharedAccess.ts`), with the default',
    'options; `npx vitest run test/access/document.unit.spec.ts -u` writes it anew. The access of every collection, global',
    'and endpoint is taken from the same declarations, and `test/access/access.spec.ts` compares them with what the running',
    'system answers, door by door. *staff* are people of the admin panel; *staff with a role* hold any governance role;',
    '*members* have an account of another collection. Where your own access says no, nothing here says yes.',
    '',
    '## What the plugin adds',
    '',
    row('collection or global', ...OPERATIONS),
    row('---', ...OPERATIONS.map(() => '---')),
    ...Object.entries(ours).map(([slug, rules]) =>
      row(`\`${slug}\``, ...OPERATIONS.map((one) => inWords(rules[one] ?? rules.read))),
    ),
    '',
    '### Fields that are told apart from their row',
    '',
    ...classLines(Object.entries(ours).flatMap(([slug, { classes }]) => (classes ? [[slug, classes]] : []))),
    '',
    'The fields `rev`, `effects`, `effectsKey` and `scope` are the plugin’s own everywhere: nobody reads or writes them.',
    '',
    '## What it puts on top of your own access',
    '',
    row('collection or global', ...OPERATIONS),
    row('---', ...OPERATIONS.map(() => '---')),
    ...Object.entries(hosts).map(([slug, rules]) =>
      row(`\`${slug}\``, ...OPERATIONS.map((one) => hostInWords(rules[one] as never))),
    ),
    '',
    ...classLines(Object.entries(hosts).flatMap(([slug, { classes }]) => (classes ? [[slug, classes]] : []))),
    '',
    '## Endpoints, below the API route',
    '',
    'Who may call it at all; what the record itself asks (its author, its assignee) comes on top.',
    '',
    row('endpoint', 'who'),
    row('---', '---'),
    ...endpoints
      .map(({ path, method, custom }) =>
        row(`\`${method.toUpperCase()} ${path}\``, inWords(custom!.access as Rule)),
      )
      .toSorted(),
    '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../docs/access.md')
}, 60_000)
