/** One cell: text, or a number as a program reads it. */
export type CsvCell = string | number

/**
 * Rows as RFC 4180 writes them. The mark at the beginning tells spreadsheets that it is UTF-8; a
 * text that a spreadsheet would calculate gets an apostrophe (OWASP, CSV injection).
 */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map(row => row.map(cellText).join(',')).join('\r\n')}\r\n`
}

function cellText(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
