import { databases } from '../helpers/databases.js'
import { noticeInForce, type NoticeRatios } from './noticeInForce.js'
import { submissions } from './submissions.js'
import { type Measured, reporter } from './timing.js'

type Ratios = NoticeRatios & { submissionVsFormBuilder: number }

/** What the notice in force costs to read, and a submission that is bound to it to send. Times are milliseconds. */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Measured[]; summary: object }> {
  const rows: Measured[] = []
  const summary: Record<string, Ratios> = {}
  for (const database of databases()) {
    const report = reporter(rows, database.name)
    const ratios = await noticeInForce(database, small, report)
    summary[database.name] = { ...ratios, ...(await submissions(database, small, report)) }
  }
  const worst = (key: keyof Ratios): number => Math.max(...Object.values(summary).map((one) => one[key]))
  return {
    rows,
    summary: {
      inForceVsFindByID: worst('inForceVsFindByID'),
      submissionVsFormBuilder: worst('submissionVsFormBuilder'),
      databases: summary,
    },
  }
}
