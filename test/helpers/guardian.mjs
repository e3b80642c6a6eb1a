/**
 * Ends what a test run leaves behind, also when the run itself was ended by `kill -9`.
 *
 * Started detached with a pipe as its standard input; the run writes one line per thing to end:
 * `pid NUMBER`, `pidfile PATH` (first line of the file is the process id), `dir PATH`.
 * When the pipe closes, for whatever reason, the processes are ended and the directories removed.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

const pids = new Set()
const pidFiles = new Set()
const directories = new Set()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [kind, ...rest] = line.split(' ')
    const value = rest.join(' ')
    if (kind === 'pid') pids.add(Number(value))
    if (kind === 'pidfile') pidFiles.add(value)
    if (kind === 'dir') directories.add(value)
  })
  .on('close', () => void end())

async function end() {
  for (const file of pidFiles) {
    if (existsSync(file)) pids.add(Number(readFileSync(file, 'utf8').split('\n')[0]))
  }
  for (const pid of pids) signal(pid, 'SIGINT')
  for (let waited = 0; waited < 3000 && [...pids].some((pid) => signal(pid, 0)); waited += 100) {
    await new Promise((done) => setTimeout(done, 100))
  }
  for (const pid of pids) signal(pid, 'SIGKILL')
  for (const directory of directories) rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  process.exit(0)
}

function signal(pid, name) {
  try {
    return Number.isInteger(pid) && pid > 1 && process.kill(pid, name)
  } catch {
    return false
  }
}
