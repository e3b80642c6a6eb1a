import { stringify } from 'csv-stringify/sync'

/**
 * Where lists are separated by semicolons, as in French, a spreadsheet begins a cell at a semicolon or a line break of
 * somebody's words; and it looks past letters that nobody sees.
 */
const defused = (text: string): string =>
  text
    .replaceAll(/([;|\t\r\n][\p{Z}\p{C}]*)(?=[=+\-@＝＋－＠])/gu, "$1'")
    .replace(/^(?=[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]+[=+\-@＝＋－＠])/u, "'")

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
    cast: { date: (value) => value.toISOString(), string: defused },
  })

export const csvResponse = (name: string, columns: string[], rows: Record<string, unknown>[]): Response =>
  new Response(csv(columns, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name.replace(/[^\w-]/g, '_')}.csv"`,
      'cache-control': 'no-store',
    },
  })
