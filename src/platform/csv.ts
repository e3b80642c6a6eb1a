import { stringify } from 'csv-stringify/sync'

/**
 * RFC 4180 with a byte order mark for spreadsheets; cells that a spreadsheet would run as a formula are defused.
 * `more` goes on where an earlier part ended, without mark and header.
 */
export const csv = (columns: string[], rows: Record<string, unknown>[], more = false): string =>
  stringify(rows, {
    header: !more,
    columns,
    bom: !more,
    escape_formulas: true,
    cast: { date: (value) => value.toISOString() },
  })

export const csvResponse = (name: string, columns: string[], rows: Record<string, unknown>[]): Response =>
  new Response(csv(columns, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name.replace(/[^\w-]/g, '_')}.csv"`,
      'cache-control': 'no-store',
    },
  })
