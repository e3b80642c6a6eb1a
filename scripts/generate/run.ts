/** Both generators in one process, which loads the configuration once. Started by scripts/generate.mjs. */
// Importing the Lexical editor cold sometimes ends Node 20 without a word; this avoids it.
await import('lexical')
const { generateImportMap } = await import('payload')
const { generateTypes } = await import('payload/node')
const config = await (await import('../../dev/payload.config.js')).default

await generateImportMap(config, { force: true, log: false })
await generateTypes(config, { log: false })
process.exit(0)

export {}
