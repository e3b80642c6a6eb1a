import { databases } from '../helpers/databases.js'
import { submissions } from './submissions.js'
import { quantile, type Report, round } from './timing.js'

type Row = { database: string; what: string; p50: number; p95: number; of: number }

/** What a governed submission costs beside the form builder's own. Times are milliseconds. */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Row[]; summary: object }> {
  const rows: Row[] = []
  const summary: Record<string, { submissionVsFormBuilder: number }> = {}
  for (const database of databases()) {
    const report: Report = (what, times) => {
      const [p50, p95] = [0.5, 0.95].map((q) => round(quantile(times, q))) as [number, number]
      rows.push({ database: database.name, what, p50, p95, of: times.length })
    }
    summary[database.name] = await submissions(database, small, report)
  }
  return { rows, summary: { databases: summary } }
}
