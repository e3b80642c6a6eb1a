import { has, run } from '../steps.mjs'

const env = { DEBIAN_FRONTEND: 'noninteractive' }
let updated = false

/** Why packages cannot be installed here; undefined when they can. */
export async function noApt() {
  if (process.getuid?.() !== 0) return 'not root, so nothing can be installed'
  return (await has('apt-get')) ? undefined : 'no apt-get on this machine'
}

/** Installs Debian packages; the lists are brought up to date once per run. */
export async function install(...packages) {
  if (!updated) await run('apt-get', ['update', '-qq'], { env, quiet: true, timeout: 300_000 })
  updated = true
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  await run('apt-get', args, { env, quiet: true, timeout: 600_000 })
}
