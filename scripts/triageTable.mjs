/** `node --import tsx scripts/triageTable.mjs`: measures triage on the labelled cases, writes docs/triage.md anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from './steps.mjs'

const file = join(root, 'docs/triage.md')
const { createTriage } = await import('../src/capabilities/moderation/triage/engine.ts')
const { tables } = await import('../test/capabilities/moderation/triage/tables.ts')

const BEGIN = '<!-- measured: begin -->'
const END = '<!-- measured: end -->'
const docs = readFileSync(file, 'utf8')
const [before, rest] = docs.split(BEGIN)
const after = rest.split(END)[1]
writeFileSync(file, `${before}${BEGIN}\n\n${tables(createTriage())}\n\n${END}${after}`)
