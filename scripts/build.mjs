/** Builds the package: JavaScript and declarations by tsc, beside them the styles that tsc leaves out. */
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { main, root, run } from './steps.mjs'

main(async () => {
  const from = join(root, 'src')
  const to = join(root, 'dist')
  rmSync(to, { recursive: true, force: true })
  await run('npx', ['--no-install', 'tsc', '-p', 'tsconfig.build.json'])
  const styles = readdirSync(from, { recursive: true }).filter((name) => /\.(css|scss|svg)$/.test(name))
  for (const name of styles) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    copyFileSync(join(from, name), join(to, name))
  }
  console.log(`Built dist (${styles.length} asset${styles.length === 1 ? '' : 's'} copied)`)
})
