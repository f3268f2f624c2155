import assert from 'node:assert/strict'
import type { Drop } from '#contracts/drops.ts'
import type { notificationsApi } from '#contracts/notifications.ts'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { NotificationsDeps } from './notifications-deps.ts'

type ReminderCalls = Pick<Calls<typeof notificationsApi>, 'putReminder' | 'removeReminder'>

/** Who wants to be told before a drop opens. */
export function dropReminderCalls({ database, stock }: NotificationsDeps): ReminderCalls {
  return {
    async putReminder({ dropId }, context) {
      const drop = await stock.readDrop({ dropId }, fromService)
      if (isRefusal(drop)) return refuse('not_found')
      const { due } = reminderOf(drop)
      if (due === 'never') return refuse('drop_already_open')
      await database.write.putReminder({ dropId, memberId: memberOf(context) })
      return null
    },

    async removeReminder({ dropId }, context) {
      await database.write.removeReminder({ dropId, memberId: memberOf(context) })
      return null
    },
  }
}

/** How long before the opening its mail goes out. */
const BEFORE_MS = 600_000

/** Whether the mails about a drop that opens are due, by the clock that opens it. */
export function reminderOf({
  state,
  opensAtMs,
  serverTimeMs,
}: Pick<Drop, 'state' | 'opensAtMs' | 'serverTimeMs'>): {
  readonly due: 'later' | 'now' | 'never'
} {
  if (state === 'ended' || serverTimeMs >= opensAtMs) return { due: 'never' }
  return { due: serverTimeMs >= opensAtMs - BEFORE_MS ? 'now' : 'later' }
}

function memberOf({ caller }: CallContext): string {
  assert(caller !== null, 'the gateway lets no visitor in')
  return caller.memberId
}
