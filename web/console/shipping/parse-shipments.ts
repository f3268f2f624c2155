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
  readonly fault: LineFault | 'twice'
}

type LineFault =
  | 'noOrder'
  | 'shortNumber'
  | 'noSeparator'
  | 'notWaiting'
  | 'manyAlike'
  | 'noCarrier'
  | 'noTracking'
  | 'unreadable'

export type Shipments = {
  readonly lines: readonly ShipmentLine[]
  readonly faults: readonly ShipmentFault[]
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const NUMBER = /^[0-9a-f]{8}-[0-9a-f]{4}$/
/** What may be the beginning of a number; a tracking number may look so, too. */
const BEGINNING = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/
const TOO_SHORT = /^[0-9a-f]{2,7}$/
/** What stands where a file was written in letters that nobody knows (U+FFFD). */
const LOST_LETTER = '\uFFFD'

/**
 * Reads lines of order, carrier and tracking number, as a spreadsheet or a carrier gives them: by
 * tabs, commas or semicolons, with a head or without. Where a line has two cells only, the second
 * is the tracking number and the carrier is the usual one. An order that is `known` is found by its
 * number as it is shown, too, or by eight signs of it and more.
 */
export function parseShipments(
  text: string,
  usualCarrier: string,
  known: readonly string[] = [],
): Shipments {
  const lines: ShipmentLine[] = []
  const faults: ShipmentFault[] = []
  const read = new Set<string>()
  for (const [at, row] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (row.trim() === '') continue
    const found = readLine(cellsOf(row), usualCarrier.trim(), known)
    // The first line may be the head of a table; with a digit it is an order that was mistyped.
    if (found === 'noOrder' && at === 0 && !/\p{Nd}/u.test(row)) continue
    if (typeof found === 'string' || read.has(found.orderId)) {
      const fault = typeof found === 'string' ? found : 'twice'
      faults.push({ line: at + 1, text: row.trim(), fault })
    } else {
      read.add(found.orderId)
      lines.push({ line: at + 1, ...found })
    }
  }
  return { lines, faults }
}

function readLine(
  cells: readonly string[],
  usualCarrier: string,
  known: readonly string[],
): Omit<ShipmentLine, 'line'> | LineFault {
  const ids = cells.map(cell => idsIn(cell, known))
  const at = ids.findIndex(alike => alike !== null)
  const alike = ids[at]
  if (alike == null) return withoutOrder(cells)
  const [orderId] = alike
  if (orderId === undefined) return 'notWaiting'
  if (alike.length > 1) return 'manyAlike'
  const [first = '', second = ''] = cells.filter((cell, index) => index > at && cell !== '')
  const [carrier, trackingNumber] = second === '' ? [usualCarrier, first] : [first, second]
  if (trackingNumber === '') return 'noTracking'
  if (carrier === '') return 'noCarrier'
  // The buyer would read it so.
  if (`${carrier}${trackingNumber}`.includes(LOST_LETTER)) return 'unreadable'
  return { orderId, carrier: carrier.slice(0, 100), trackingNumber: trackingNumber.slice(0, 100) }
}

/** Why no order was found in a line, as far as its first cell tells. */
function withoutOrder([first = '', ...others]: readonly string[]): LineFault {
  const [word = '', ...more] = first.toLowerCase().split(/\s+/)
  if (BEGINNING.test(word) && more.length > 0) return 'noSeparator'
  if (others.length === 0) return 'noOrder'
  if (BEGINNING.test(word)) return 'notWaiting'
  return TOO_SHORT.test(word) ? 'shortNumber' : 'noOrder'
}

/** The orders that are meant by an id, or by a beginning of it; null where neither stands. */
function idsIn(cell: string, known: readonly string[]): readonly string[] | null {
  const typed = cell.toLowerCase()
  if (ID.test(typed)) return [typed]
  const alike = BEGINNING.test(typed) ? known.filter(id => id.startsWith(typed)) : []
  return alike.length > 0 || NUMBER.test(typed) ? alike : null
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
