/** A line of what was pasted, as it will be sent. */
export type ShipmentLine = {
  /** Where it stood, from 1. */
  readonly line: number
  readonly orderId: string
  readonly carrier: string
  readonly trackingNumber: string
}

export type ShipmentFault = {
  readonly line: number
  readonly text: string
  readonly fault: 'noOrder' | 'noCarrier' | 'noTracking' | 'twice'
}

export type Shipments = {
  readonly lines: readonly ShipmentLine[]
  readonly faults: readonly ShipmentFault[]
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const NUMBER = /^[0-9a-f]{8}-[0-9a-f]{4}$/

/**
 * Reads lines of order, carrier and tracking number, as a spreadsheet or a carrier gives them: by
 * tabs, commas or semicolons, with a head or without. Where a line has two cells only, the second
 * is the tracking number and the carrier is the usual one. An order that is `waiting` is known by its
 * number as it is shown, too.
 */
export function parseShipments(
  text: string,
  usualCarrier: string,
  waiting: readonly string[] = [],
): Shipments {
  const lines: ShipmentLine[] = []
  const faults: ShipmentFault[] = []
  const known = new Set<string>()
  for (const [at, row] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (row.trim() === '') continue
    const read = readLine(cellsOf(row), usualCarrier.trim(), waiting)
    // The first line may be the head of a table.
    if (read === 'noOrder' && at === 0) continue
    const fault = typeof read === 'string' ? read : known.has(read.orderId) ? 'twice' : null
    if (fault !== null || typeof read === 'string') {
      faults.push({ line: at + 1, text: row.trim(), fault: fault ?? 'noOrder' })
    } else {
      known.add(read.orderId)
      lines.push({ line: at + 1, ...read })
    }
  }
  return { lines, faults }
}

function readLine(
  cells: readonly string[],
  usualCarrier: string,
  waiting: readonly string[],
): Omit<ShipmentLine, 'line'> | 'noOrder' | 'noCarrier' | 'noTracking' {
  const ids = cells.map(cell => idIn(cell, waiting))
  const at = ids.findIndex(id => id !== null)
  const orderId = ids[at] ?? undefined
  if (orderId === undefined) return 'noOrder'
  const [first = '', second = ''] = cells.filter((cell, index) => index > at && cell !== '')
  const [carrier, trackingNumber] = second === '' ? [usualCarrier, first] : [first, second]
  if (trackingNumber === '') return 'noTracking'
  if (carrier === '') return 'noCarrier'
  return { orderId, carrier: carrier.slice(0, 100), trackingNumber: trackingNumber.slice(0, 100) }
}

/** An order's id, whole or as it is shown: the beginning of one that waits, and of no other. */
function idIn(cell: string, waiting: readonly string[]): string | null {
  const typed = cell.toLowerCase()
  if (ID.test(typed)) return typed
  if (!NUMBER.test(typed)) return null
  const alike = waiting.filter(id => id.startsWith(typed))
  return alike.length === 1 ? (alike[0] ?? null) : null
}

/** Cells of a line; a cell in quotes may have the separator in it (RFC 4180). */
function cellsOf(row: string): string[] {
  const separator = [...'\t;,'].find(one => row.includes(one)) ?? ','
  const cells = row.match(new RegExp(`("([^"]|"")*"|[^${separator}]*)(${separator}|$)`, 'g')) ?? []
  return cells.map(cell =>
    cell
      .replace(new RegExp(`${separator}$`), '')
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"')
      // An apostrophe keeps a spreadsheet from calculating; it is not part of a number.
      .replace(/^'/, '')
      .trim(),
  )
}
