import { databases } from '../helpers/databases.js'
import { noticeInForce, type NoticeRatios } from './noticeInForce.js'
import { submissions } from './submissions.js'
import { quantile, type Report, round } from './timing.js'

type Row = { database: string; what: string; p50: number; p95: number; of: number }
type Ratios = NoticeRatios & { submissionVsFormBuilder: number }

/** What the notice in force costs to read, and a submission that is bound to it to send. Times are milliseconds. */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Row[]; summary: object }> {
  const rows: Row[] = []
  const summary: Record<string, Ratios> = {}
  for (const database of databases()) {
    const report: Report = (what, times) => {
      const [p50, p95] = [0.5, 0.95].map((q) => round(quantile(times, q))) as [number, number]
      rows.push({ database: database.name, what, p50, p95, of: times.length })
    }
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
