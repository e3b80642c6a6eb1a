import { type ChildProcess, spawn } from 'node:child_process'

import type { Person } from '../../helpers/boot.js'

/** What a process is told to do, by a clock that is told with it. */
export interface Order {
  at: string
  /** Die right after so many writes. */
  die?: number
  rest?: { method: string; path: string; as?: Person; body?: unknown }
  /** Runners to run. */
  tick?: string[]
}
export interface Answer {
  status: number
  body: any
}

export interface Process {
  child: ChildProcess
  ready: Promise<void>
  /** Its answer, or `dead` if it was killed before it gave one. */
  tell: (order: Order) => Promise<'dead' | Answer | null>
  isAlive: () => boolean
}

/** Starts a process; `said` gets all that it writes besides its answers: its log. */
export const hire = (script: string, args: string[], said: (text: string) => void): Process => {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin?.on('error', () => undefined)
  child.stderr?.on('data', (text) => said(String(text)))
  const lines: string[] = []
  let alive = true
  let look: () => void = () => undefined
  let rest = ''
  child.stdout?.on('data', (text) => {
    const parts = (rest + String(text)).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) (part.startsWith('@') ? (one: string) => lines.push(one.slice(1)) : said)(part)
    look()
  })
  child.once('exit', () => {
    alive = false
    look()
  })
  const nextLine = async (): Promise<null | string> => {
    while (lines.length === 0 && alive)
      await new Promise<void>((resolve) => {
        look = resolve
      })
    return lines.shift() ?? null
  }
  const ready = nextLine().then(() => undefined)
  return {
    child,
    ready,
    isAlive: () => alive,
    tell: async (order) => {
      await ready
      if (!alive) return 'dead'
      child.stdin?.write(`${JSON.stringify(order)}\n`)
      const line = await nextLine()
      return line === null ? 'dead' : (JSON.parse(line) as Answer | null)
    },
  }
}
