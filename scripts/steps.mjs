/** Running commands one after another, for the other scripts here. */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const ends = new Set()
let listening = false

/** Calls `end` when this process ends, interrupted or not. Returns a function that takes that back. */
export function endWithUs(end) {
  if (!listening) {
    listening = true
    // The last first: a server before the directory that it writes to.
    process.on('exit', () => [...ends].reverse().forEach((one) => one()))
    for (const [name, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
      process.on(name, () => process.exit(code))
    }
  }
  ends.add(end)
  return () => ends.delete(end)
}

/** A new temporary directory that goes with this process. Returns its path and what removes it earlier. */
export function temporaryDirectory(name) {
  const path = mkdtempSync(join(tmpdir(), `governance-${name}-`))
  const end = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  const forget = endWithUs(end)
  const remove = () => {
    end()
    forget()
  }
  return { path, remove, keep: forget }
}

export class CommandFailed extends Error {}

/**
 * Runs a command in the repository's root (or `cwd`) and shows what it prints.
 * With `quiet` what it prints is kept, and shown only if it fails. Resolves to what it printed then.
 * Throws `CommandFailed` when it ends with anything but 0, or runs longer than `timeout` milliseconds.
 */
export function run(command, args, { cwd = root, env = {}, quiet = false, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      // A group of its own, so that a timeout ends what it started, too.
      detached: timeout !== undefined,
    })
    const end = () => {
      try {
        process.kill(timeout === undefined ? child.pid : -child.pid, 'SIGKILL')
      } catch {
        // It has ended already.
      }
    }
    const forget = endWithUs(end)
    let output = ''
    let late = false
    child.stdout?.on('data', (text) => (output += text))
    child.stderr?.on('data', (text) => (output += text))
    const timer =
      timeout &&
      setTimeout(() => {
        late = true
        end()
      }, timeout)
    child.on('error', (error) => reject(new CommandFailed(`${command} could not be run: ${error.message}`)))
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      forget()
      if (code === 0) return resolve(output)
      if (quiet) process.stdout.write(output)
      const how = late
        ? `took longer than ${timeout / 1000} s`
        : signal
          ? `was ended by ${signal}`
          : `ended with ${code}`
      reject(new CommandFailed(`${[command, ...args].join(' ')} ${how}`))
    })
  })
}

/** Whether a command can be run and ends with 0; what it prints is dropped. At most three minutes. */
export function succeeds(command, args) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, timeout: 180_000 }, (error) => resolve(!error))
  })
}

/** Whether a command is in PATH. */
export const has = (command) => succeeds('sh', ['-c', `command -v ${command}`])

/** Runs `work`, and prints its name with the seconds it took. Hands on its result or its error. */
export async function step(name, work) {
  const began = Date.now()
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(1)} s`
  try {
    const result = await work()
    console.log(`  ok      ${name} (${seconds()})`)
    return result
  } catch (error) {
    console.log(`  FAILED  ${name} (${seconds()}): ${error.message}`)
    throw error
  }
}

/** Ends the script with 1 and one sentence when a command failed, with the stack for anything unforeseen. */
export function main(work) {
  work().catch((error) => {
    console.error(error instanceof CommandFailed ? error.message : error)
    process.exit(1)
  })
}

/**
 * On Node 20 a command of Payload now and then ends with success before it has begun: the process has nothing left to
 * do while its loader still works in another thread. Then it has printed nothing that matches, and is run again.
 */
export async function untilSaid(word, command) {
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    const said = await command()
    if (word.test(said)) return
    if (said.trim() !== '') console.log(said.slice(-2000))
    console.log(`  (a command printed nothing that matches ${word}; attempt ${attempt})`)
  }
  throw new CommandFailed(`A command never said ${word}`)
}
