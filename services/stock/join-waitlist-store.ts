import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { closedFor } from './decide-claims.ts'
import { freeUnits } from './drop.ts'
import { type LockedDrop, lockDrop, saveDrop } from './drop-lock-store.ts'
import { pseudonyms } from './ledger-entries.ts'
import { ALL_DUE, letGoDue, settleEnded } from './let-go-store.ts'
import { listWaits } from './member-waits-store.ts'
import { releaseWrites } from './release-store.ts'
import { readReservationRow } from './reservation-store.ts'
import { noChanges, type StockChanges } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'
import {
  countAhead,
  endWaiting,
  insertEntry,
  readLine,
  readOwnEntry,
  type WaitlistEntry,
} from './waitlist-store.ts'

type Key = { readonly dropId: string; readonly memberId: string }

/** `entryId` is for the entry that this may make. */
type Joining = Key & { readonly quantity: number; readonly entryId: string }

type Joined =
  | { readonly outcome: 'joined'; readonly place: WaitlistPlace; readonly changes: StockChanges }
  | {
      readonly outcome:
        | 'drop_unknown'
        | 'drop_not_open'
        | 'drop_ended'
        | 'limit_exceeded'
        | 'units_available'
      readonly changes: StockChanges
    }

type Left = {
  readonly outcome: 'left' | 'not_found' | 'reservation_pinned'
  readonly changes: StockChanges
}

export const waitlistReads = {
  listWaits,

  /** Null for whoever is not in the line: never was, has left, or has turned the offer down. */
  async readPlace(trx: StockTransaction, key: Key): Promise<WaitlistPlace | null> {
    const entry = await readOwnEntry(trx, key.dropId, key.memberId)
    return entry === null ? null : placeOf(trx, key.dropId, entry)
  },

  /** Who waits, in their order. */
  async readWaiting(
    trx: StockTransaction,
    { dropId, limit }: { dropId: string; limit: number },
  ): Promise<Pick<WaitlistEntry, 'memberId' | 'quantity'>[]> {
    const line = await readLine(trx, dropId, limit)
    return line.map(({ memberId, quantity }) => ({ memberId, quantity }))
  },
}

export const waitlistWrites = {
  /**
   * Who waits, or has an offer, keeps it; who asks for more than before goes to the end of the
   * line, because the ledger tells for how much each waits.
   */
  async joinWaitlist(trx: StockTransaction, joining: Joining): Promise<Joined> {
    const locked = await lockDrop(trx, joining.dropId)
    if (locked === null) return { outcome: 'drop_unknown', changes: noChanges }
    const taken = await letGoDue(trx, locked, ALL_DUE)
    const refused = await joinUnder(trx, locked, joining)
    const skus = await settleEnded(trx, locked)
    await saveDrop(trx, locked)
    const changes = { drops: [locked.drop], skus, taken }
    if (refused !== null) return { outcome: refused, changes }
    const place = await waitlistReads.readPlace(trx, joining)
    if (place === null) throw new Error('whoever has just joined is not in the line')
    return { outcome: 'joined', place, changes }
  },

  /** Leaves the line, or turns the offer down, which gives its units to the next. */
  async leaveWaitlist(trx: StockTransaction, key: Key): Promise<Left> {
    const seen = await readOwnEntry(trx, key.dropId, key.memberId)
    const left = seen?.state === 'waiting' ? await leaveWhileWaiting(trx, key) : null
    return left ?? turnDown(trx, key)
  },
}

/** Null where an offer was made meanwhile. */
async function leaveWhileWaiting(
  trx: StockTransaction,
  { dropId, memberId }: Key,
): Promise<Left | null> {
  const locked = await lockDrop(trx, dropId)
  const entry = await readOwnEntry(trx, dropId, memberId)
  if (locked === null || entry?.state !== 'waiting') return null
  await leaveLine(trx, locked, entry)
  const skus = await settleEnded(trx, locked)
  await saveDrop(trx, locked)
  const left = [{ dropId, memberId }]
  return { outcome: 'left', changes: { drops: [locked.drop], skus, taken: [], left } }
}

async function turnDown(trx: StockTransaction, { dropId, memberId }: Key): Promise<Left> {
  const entry = await readOwnEntry(trx, dropId, memberId)
  const reservationId = entry?.reservationId ?? null
  if (reservationId === null) return { outcome: 'not_found', changes: noChanges }
  const { outcome, changes } = await releaseWrites.release(trx, { memberId, reservationId })
  if (outcome === 'reservation_pinned') return { outcome, changes }
  return { outcome: outcome === 'released' ? 'left' : 'not_found', changes }
}

/** Why the member may not join, or null: now, or before, the member is in the line. */
async function joinUnder(
  trx: StockTransaction,
  locked: LockedDrop,
  { dropId, memberId, quantity, entryId }: Joining,
): Promise<Exclude<Joined['outcome'], 'joined' | 'drop_unknown'> | null> {
  const { drop, nowMs } = locked
  const before = await readOwnEntry(trx, dropId, memberId)
  if (before !== null && (await keepsPlace(trx, before, quantity))) return null
  const closed = closedFor({ ...drop, paused: false, nowMs })
  if (closed === 'drop_not_open' || closed === 'drop_ended') return closed
  if (quantity > drop.limitPerMember) return 'limit_exceeded'
  if (drop.waiting === 0 && freeUnits(drop) > 0) return 'units_available'
  if (before?.state === 'waiting') await leaveLine(trx, locked, before)
  const ticket = await insertEntry(trx, dropId, { entryId, memberId, quantity })
  const member = pseudonyms(trx.settings.pseudonymSecret, dropId)(memberId)
  locked.entries.push({ kind: 'joined', ticket, member, quantity })
  locked.drop = { ...locked.drop, waiting: locked.drop.waiting + 1 }
  return null
}

async function keepsPlace(
  trx: StockTransaction,
  entry: WaitlistEntry,
  quantity: number,
): Promise<boolean> {
  if (entry.state === 'waiting') return quantity <= entry.quantity
  return entry.reservationId !== null && (await offerState(trx, entry)).state === 'offered'
}

async function leaveLine(
  trx: StockTransaction,
  locked: LockedDrop,
  { ticket }: WaitlistEntry,
): Promise<void> {
  await endWaiting(trx, locked.drop.dropId, [ticket], 'left')
  locked.entries.push({ kind: 'left', ticket })
  locked.drop = { ...locked.drop, waiting: locked.drop.waiting - 1 }
}

async function placeOf(
  trx: StockTransaction,
  dropId: string,
  entry: WaitlistEntry,
): Promise<WaitlistPlace | null> {
  const { ticket, quantity, reservationId } = entry
  if (entry.state === 'left') return null
  if (entry.state === 'waiting') {
    const ahead = await countAhead(trx, dropId, ticket)
    return { place: ahead + 1, ahead, quantity, state: 'waiting' }
  }
  const past = { place: 1, ahead: 0, quantity }
  if (reservationId === null) return { ...past, state: 'passed' }
  const { state, expiresAtMs } = await offerState(trx, entry)
  if (state === 'declined') return null
  const offer = state === 'offered' ? { reservationId, offerExpiresAtMs: expiresAtMs } : {}
  return { ...past, state, ...(state === 'taken' && { reservationId }), ...offer }
}

type OfferState = {
  readonly state: 'offered' | 'taken' | 'passed' | 'declined'
  readonly expiresAtMs: number
}

/** What became of an offer, as its reservation tells. */
async function offerState(
  trx: StockTransaction,
  { memberId, reservationId }: WaitlistEntry,
): Promise<OfferState> {
  const row = await readReservationRow(trx, { memberId, reservationId: reservationId ?? '' })
  if (row === null) throw new Error(`there is no reservation ${reservationId} of an offer`)
  const { expires_at_ms: expiresAtMs, committed_at_ms: soldAtMs } = row
  if (soldAtMs !== null) return { state: 'taken', expiresAtMs }
  if (row.state === 'released') return { state: 'declined', expiresAtMs }
  if (row.state === 'expired') return { state: 'passed', expiresAtMs }
  return { state: 'offered', expiresAtMs }
}
