/** A server that a script starts, waits for and stops, with everything that it started itself. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'

import { CommandFailed, endWithUs } from './steps.mjs'

/** A port on the loopback address that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/**
 * Starts a command and waits until `url` answers anything at all, at most `patience` milliseconds.
 * Returns `log()`, what it has printed so far, and `stop()`. It also stops when this process ends.
 */
export async function startServer(command, args, { cwd, env, url, patience = 60_000 }) {
  const child = spawn(command, args, {
    cwd,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let ended = false
  child.stdout.on('data', (text) => (printed += text))
  child.stderr.on('data', (text) => (printed += text))
  const exit = new Promise((resolve) => {
    child.on('close', resolve)
    child.on('error', resolve)
  }).then(() => (ended = true))

  const signal = (name) => {
    try {
      if (child.pid) process.kill(-child.pid, name)
    } catch {
      // It has ended already.
    }
  }
  const kill = () => signal('SIGKILL')
  const forget = endWithUs(kill)

  const stop = async () => {
    signal('SIGTERM')
    const hard = setTimeout(kill, 5000)
    await exit
    clearTimeout(hard)
    // Children of its own may outlive the first one.
    kill()
    forget()
  }
  const began = Date.now()
  for (;;) {
    if (ended || Date.now() - began > patience) {
      await stop()
      const why = ended ? 'ended' : `did not answer within ${patience / 1000} s`
      throw new CommandFailed(`${[command, ...args].join(' ')} ${why}:\n${printed}`)
    }
    const answered = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) }).then(
      () => true,
      () => false,
    )
    if (answered) return { log: () => printed, stop }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
