/** What somebody typed or pasted into the finder. */
export type Sought =
  | { readonly is: 'nothing' }
  /** The id of something: an order, a reservation, a drop, a product, a member. */
  | { readonly is: 'id'; readonly id: string }
  /** The beginning of an order's id, as it is shown; or a word that happens to look so. */
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'mail'; readonly email: string }
  /** A receipt, whole or as it is read aloud: which drop, and which number in it. */
  | { readonly is: 'receipt'; readonly dropId: string; readonly position: number }
  | { readonly is: 'words'; readonly text: string }

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const WHOLE_ID = new RegExp(`^${ID}$`)
const BEGINNING = /^[0-9a-f]{8}[0-9a-f-]{0,27}$/
const SHORT_RECEIPT = new RegExp(`^(${ID})[\\s#:/.]+(\\d{1,9})$`)

export function soughtIn(typed: string): Sought {
  const text = typed.trim()
  if (text === '') return { is: 'nothing' }
  const receipt = receiptIn(text)
  if (receipt !== null) return { is: 'receipt', ...receipt }
  if (WHOLE_ID.test(text.toLowerCase())) return { is: 'id', id: text.toLowerCase() }
  if (BEGINNING.test(text.toLowerCase())) return { is: 'number', text: text.toLowerCase() }
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { is: 'mail', email: text }
  return { is: 'words', text }
}

type ReceiptPlace = { readonly dropId: string; readonly position: number }

function receiptIn(text: string): ReceiptPlace | null {
  const [, dropId, position] = SHORT_RECEIPT.exec(text.toLowerCase()) ?? []
  if (dropId !== undefined) return { dropId, position: Number(position) }
  if (!text.startsWith('{')) return null
  // Pasted, and perhaps not whole; the entry stands alone or within its receipt.
  const ofDrop = new RegExp(`"dropId"\\s*:\\s*"(${ID})"`).exec(text)?.[1]
  const place = /"position"\s*:\s*(\d{1,9})/.exec(text)?.[1]
  return ofDrop === undefined || place === undefined
    ? null
    : { dropId: ofDrop, position: Number(place) }
}
