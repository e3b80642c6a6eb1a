// Runs TypeScript of this repository in plain Node: `node --import ./dev/start/register.mjs file.ts`.
import nodeModule from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

// tsx leaks an internal query string through this newer hook of Node 23.5+; without it, it takes the older way.
if (typeof nodeModule.registerHooks === 'function') nodeModule.registerHooks = undefined
process.env.TSX_TSCONFIG_PATH ||= path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  '..',
  'tsconfig.json',
)

const { register } = await import('tsx/esm/api')
register()
