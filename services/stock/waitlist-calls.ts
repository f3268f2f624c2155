import assert from 'node:assert/strict'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import type { stockApi } from '#contracts/stock.ts'
import { findDrop } from './drop-calls.ts'
import { memberWaitCalls } from './member-waits.ts'
import type { StockParts } from './stock-service.ts'

type WaitlistCalls = Pick<
  Calls<typeof stockApi>,
  | 'joinWaitlist'
  | 'readWaitlistPlace'
  | 'listWaitlistPlaces'
  | 'leaveWaitlist'
  | 'exportWaits'
  | 'forgetMember'
>

/** The line of those who wait for units to come back. */
export function waitlistCalls(parts: StockParts): WaitlistCalls {
  const { database, onChanges, nowMs, ids } = parts

  async function notOpen(dropId: string) {
    const drop = await findDrop(parts, dropId)
    return refuse('drop_not_open', {
      opensAtMs: drop?.opensAtMs ?? null,
      serverTimeMs: nowMs(),
    })
  }

  return {
    async joinWaitlist({ dropId, quantity }, { caller }) {
      const memberId = memberOf(caller)
      const joining = { dropId, memberId, quantity, entryId: ids.next() }
      const joined = await database.write.joinWaitlist(joining)
      onChanges(joined.changes)
      if (joined.outcome === 'joined') return joined.place
      return joined.outcome === 'drop_not_open' ? notOpen(dropId) : refuse(joined.outcome)
    },

    async readWaitlistPlace({ dropId }, { caller }) {
      const place = await database.read.readPlace({ dropId, memberId: memberOf(caller) })
      return place ?? refuse('not_found')
    },

    async listWaitlistPlaces({ dropId }, { caller }) {
      const place = await database.read.readPlace({ dropId, memberId: memberOf(caller) })
      return { items: place === null ? [] : [place], nextCursor: null }
    },

    async leaveWaitlist({ dropId }, { caller }) {
      const left = await database.write.leaveWaitlist({ dropId, memberId: memberOf(caller) })
      onChanges(left.changes)
      return left.outcome === 'left' ? null : refuse(left.outcome)
    },

    ...memberWaitCalls(parts),
  }
}

function memberOf(caller: CallContext['caller']): string {
  assert(caller !== null, 'the gateway lets no visitor in')
  return caller.memberId
}
