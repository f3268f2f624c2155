import type { membersApi } from '#contracts/members.ts'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { isRefusal, Problem, refuse } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { FINISH_ERASURES } from './finish-erasures-job.ts'
import { memberOf } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'
import { openAddress } from './sealed-address.ts'
import { openMember } from './sealed-member.ts'
import { tellEnded } from './tell-ended.ts'

type DataCalls = Pick<Calls<typeof membersApi>, 'exportMe' | 'eraseMe'>

const PAGE = 100
/** Of those who run the shop these are the newest. */
const ACTS_EXPORTED = 1_000
/** Nobody has been logged in on more devices; older ones end. */
const SESSIONS_EXPORTED = 1_000

/** What a member may take along, and have forgotten. */
export function memberDataCalls(deps: MembersDeps): DataCalls {
  const { database, clock, live, personalData, orders, payments, notifications, wake } = deps
  const { catalog, stock } = deps

  const allOrders = (context: CallContext) =>
    all(cursor => orders.listOrders({ limit: PAGE, ...cursor }, context))

  return {
    async exportMe(_input, context) {
      const { memberId } = memberOf(context)
      const row = await database.read.readMember({ memberId })
      if (row === null) return refuse('not_found')
      const member = openMember(personalData, row)
      const asMember = { caller: memberOf(context) }
      const [addresses, sessions, orderItems, paymentItems, ...more] = await Promise.all([
        database.read.listAddresses({ memberId }),
        database.read.listSessions({ memberId, after: null, limit: SESSIONS_EXPORTED }),
        allOrders(asMember),
        all(cursor => payments.listPayments({ limit: PAGE, ...cursor }, asMember)),
        notifications.exportMails({ memberId, to: member.email }, fromService),
        orders.exportBelongings({ memberId }, fromService),
        catalog.exportMarks({ memberId }, fromService),
        stock.exportWaits({ memberId }, fromService),
        database.read.listAudit({
          filter: { concernsId: memberId },
          after: null,
          limit: ACTS_EXPORTED,
        }),
      ])
      const [written, belongings, marks, waits, acts] = more
      if (isRefusal(written) || isRefusal(belongings) || isRefusal(marks) || isRefusal(waits)) {
        throw new Problem('try_again')
      }
      return {
        exportedAtMs: clock.nowMs(),
        member,
        addresses: addresses.map(address => openAddress(personalData, address)),
        sessions,
        orders: orderItems,
        payments: paymentItems,
        ...written,
        ...belongings,
        ...marks,
        ...waits,
        acts: acts.map(({ act, atMs, details, actorId }) => ({
          ...{ act, atMs, details: JSON.parse(details), byMember: actorId === memberId },
        })),
      }
    },

    async eraseMe(_input, context) {
      const caller = memberOf(context)
      const open = (await allOrders({ caller })).filter(
        ({ state, returns }) =>
          OPEN.has(state) || returns.some(({ state }) => state === 'requested'),
      )
      if (open.length > 0) {
        return refuse('illegal_transition', {
          detail:
            'Orders that have not ended must end first: pay or cancel them, or wait for them.',
          openOrders: open.map(({ orderId, state }) => ({ orderId, state })),
        })
      }
      const answer = await database.write.eraseMember({ memberId: caller.memberId })
      switch (answer.outcome) {
        case 'not_found':
          return refuse('not_found')
        case 'last_admin':
          return refuse('illegal_transition', { detail: 'The shop keeps one admin at least.' })
        case 'erased':
          await tellEnded(deps, answer.endedSessionIds)
          live.publish('member-changed', { memberId: caller.memberId })
          wake(FINISH_ERASURES)
          return null
      }
    },
  }
}

const OPEN: ReadonlySet<string> = new Set(['awaiting_payment', 'paid', 'shipped'])

/** All pages of a list; what cannot be asked for now is no part of an answer that says "all". */
async function all<Item>(
  ask: (cursor: {
    readonly cursor?: string
  }) => Promise<
    { readonly items: readonly Item[]; readonly nextCursor: string | null } | { refused: unknown }
  >,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page = await ask(cursor === null ? {} : { cursor })
    if (!('items' in page)) throw new Problem('try_again')
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}
