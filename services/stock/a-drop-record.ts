import { uuidv7 } from '#platform/ids.ts'
import type { Claim } from './decide-claims.ts'
import type { DropRecord } from './drop.ts'

export const NOW_MS = 5_000
const LATER_MS = 1e12

export const aDropRecord = (change: Partial<DropRecord> = {}): DropRecord => ({
  dropId: uuidv7(NOW_MS),
  skuId: uuidv7(NOW_MS),
  productId: uuidv7(NOW_MS),
  title: 'A drop',
  lineTitle: 'A tee',
  options: '{}',
  priceMinor: 1_000,
  currency: 'KRW',
  units: 3,
  reserved: 0,
  sold: 0,
  waiting: 0,
  opensAtMs: 1_000,
  closesAtMs: 9_000,
  limitPerMember: 2,
  holdMs: 600,
  waitingRoom: null,
  paused: false,
  ended: false,
  nextPosition: 1,
  nextDueAtMs: LATER_MS,
  ledgerSize: 1,
  version: 10,
  ...change,
})

export const aClaimOf = (memberId: string, quantity = 1, key = memberId): Claim => ({
  ...{ reservationId: `r-${key}`, memberId, quantity },
})
