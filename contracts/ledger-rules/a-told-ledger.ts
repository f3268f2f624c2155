import type { LedgerEntry } from '#contracts/ledger.ts'

/** An entry as a test says it: its place, its drop and its instant follow from where it stands. */
export type Told = Omit<LedgerEntry, 'index' | 'dropId' | 'atMs'> & Partial<LedgerEntry>

/** Two units, one for each member. */
export const PLAN: Told = {
  kind: 'planned',
  units: 2,
  limitPerMember: 1,
  opensAtMs: 1_000,
  closesAtMs: 9_000,
}

/** Entries in their order, a millisecond apart, unless they say otherwise. */
export function aLedger(...told: readonly Told[]): LedgerEntry[] {
  const dropId = '01990000-0000-7000-8000-000000000001'
  return told.map((entry, index) => ({ index, dropId, atMs: 1_000 + index, ...entry }))
}

export const reserved = (position: number, member = `m${position}`, quantity = 1): Told => ({
  kind: 'reserved',
  position,
  member,
  quantity,
})
export const joined = (ticket: number, member = `t${ticket}`, quantity = 1): Told => ({
  kind: 'joined',
  ticket,
  member,
  quantity,
})
export const offered = (
  ticket: number,
  position: number,
  member = `t${ticket}`,
  quantity = 1,
): Told => ({
  kind: 'offered',
  ticket,
  position,
  member,
  quantity,
})
export const at = (kind: 'committed' | 'released' | 'expired', position: number): Told => ({
  kind,
  position,
})
export const returned = (position: number, quantity = 1): Told => ({
  kind: 'returned',
  position,
  quantity,
})
export const line = (kind: 'left' | 'passed', ticket: number): Told => ({ kind, ticket })
