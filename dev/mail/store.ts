import fs from 'node:fs/promises'
import path from 'node:path'

import { environment } from '../environment.js'

/** One mail as the catcher kept it. */
export interface CaughtMail {
  id: string
  /** Real time, ISO 8601. */
  receivedAt: string
  from: string
  /** Envelope recipients, lower case. */
  to: string[]
  subject: string
  text: string
  html: null | string
  messageId: null | string
  attachments: string[]
}

const idPattern = /^\d+-[0-9a-f]{8}$/

/** One mail, or null when there is none of that id. */
export const readMail = async (id: string): Promise<CaughtMail | null> => {
  if (!idPattern.test(id)) return null
  try {
    return JSON.parse(await fs.readFile(path.join(environment.mailDir, `${id}.json`), 'utf8')) as CaughtMail
  } catch {
    return null
  }
}

/** All mails, newest first; with `to`, only those to that address. */
export const listMails = async (to?: string): Promise<CaughtMail[]> => {
  let names: string[]
  try {
    names = await fs.readdir(environment.mailDir)
  } catch {
    return []
  }
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5))
  const newestFirst = ids.sort((a, b) => (a < b ? 1 : -1))
  const mails = (await Promise.all(newestFirst.map(readMail))).filter((mail) => mail !== null)
  const wanted = to?.trim().toLowerCase()
  return wanted ? mails.filter((mail) => mail.to.includes(wanted)) : mails
}
