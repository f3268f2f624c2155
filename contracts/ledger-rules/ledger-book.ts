import type { LedgerEntry } from '#contracts/ledger.ts'

/** The state of a drop, as far as its ledger has been read. Each entry that is read changes it. */
export const emptyBook = () => ({
  plan: null as Entry<'planned'> | null,
  units: 0,
  reserved: 0,
  sold: 0,
  lastIndex: -1,
  lastPosition: 0,
  lastAtMs: 0,
  indexes: new Set<number>(),
  reservations: new Map<number, Reservation>(),
  /** Live and paid units by pseudonym. */
  memberUnits: new Map<string, number>(),
  tickets: new Map<number, Ticket>(),
  /** The tickets that wait, in the order in which they joined. */
  line: new Set<number>(),
})
export type Book = ReturnType<typeof emptyBook>

export type Reservation = {
  readonly member: string
  readonly quantity: number
  state: 'held' | 'sold' | 'ended'
  returnedUnits: number
}
type Ticket = {
  readonly member: string
  readonly quantity: number
  state: 'waiting' | 'offered' | 'ended'
}

/** What an entry of each kind must say. */
export const NEEDED = {
  planned: ['units', 'limitPerMember', 'opensAtMs', 'closesAtMs'],
  units_changed: ['delta', 'units'],
  reserved: ['position', 'member', 'quantity'],
  committed: ['position'],
  released: ['position'],
  expired: ['position'],
  returned: ['position', 'quantity'],
  joined: ['ticket', 'member', 'quantity'],
  left: ['ticket'],
  offered: ['ticket', 'position', 'member', 'quantity'],
  passed: ['ticket'],
} as const satisfies Record<LedgerEntry['kind'], readonly (keyof LedgerEntry)[]>

type Kind = LedgerEntry['kind']
type Needed<K extends Kind> = Required<Pick<LedgerEntry, (typeof NEEDED)[K][number]>>
/** An entry that says all that one of its kind must. */
export type Entry<K extends Kind = Kind> = K extends Kind
  ? LedgerEntry & Needed<K> & { readonly kind: K }
  : never

/** Whether an entry says all that one of its kind must. */
export const isWhole = (entry: LedgerEntry): entry is Entry =>
  NEEDED[entry.kind].every(field => entry[field] !== undefined)

/** Each thing that can be wrong with an entry, by a name to tell it by. */
export type FaultName =
  | 'drop_differs'
  | 'field_missing'
  | 'index_backwards'
  | 'index_gap'
  | 'index_repeated'
  | 'instant_backwards'
  | 'limit_exceeded'
  | 'line_passed'
  | 'not_planned'
  | 'number_invalid'
  | 'offer_differs'
  | 'oversold'
  | 'plan_changed'
  | 'position_backwards'
  | 'position_gap'
  | 'position_repeated'
  | 'reservation_ended'
  | 'reservation_unknown'
  | 'returned_too_many'
  | 'step_illegal'
  | 'ticket_not_waiting'
  | 'ticket_repeated'
  | 'units_differ'

/** What is wrong with the entry of that index, as it numbers itself. */
export type LedgerFault = {
  readonly index: number
  readonly fault: FaultName
  /** For operators, who read English. */
  readonly sentence: string
}

/** A fault, not yet told of which entry. */
export type Found = Omit<LedgerFault, 'index'>

export const found = (fault: FaultName, sentence: string): Found => ({ fault, sentence })
