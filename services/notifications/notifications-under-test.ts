import assert from 'node:assert/strict'
import type { BoughtGoods } from '#contracts/delivery-facts.ts'
import { notificationsApi } from '#contracts/notifications.ts'
import { orderEvents } from '#contracts/orders.ts'
import { refuse } from '#contracts/problems.ts'
import type { OutboxRow } from '#platform/database/database.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { uuidv7, uuidv8 } from '#platform/ids.ts'
import { runJobs } from '#platform/jobs/jobs.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { fromService, local } from '#platform/rpc/rpc.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { mailboxTransport } from './mail-transport.mailbox.ts'
import type { MailTransport } from './mail-transport.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { notificationsService } from './notifications-service.ts'

export const PUBLIC_URL = 'https://shop.example'

/** The service over a real database of its own; clock, members and transport are ours. */
export async function notificationsUnderTest(
  transport: MailTransport = mailboxTransport,
  log: Log = silentLog,
) {
  await using opened = new AsyncDisposableStack()
  const clock = virtualClock()
  const databases = opened.use(await someDatabases(clock))
  const store = import.meta.resolve('./notifications-store.ts')
  const database = opened.use(
    await databases.open<typeof import('./notifications-store.ts')>('notifications', store),
  )
  const members = membersDouble()
  const stock = stockDouble(clock)
  const deps: NotificationsDeps = {
    database,
    log,
    personalData: personalData(keyringFromText(newKeyringText())),
    members,
    stock,
    transport,
    publicUrl: PUBLIC_URL,
    wake: job => jobs.wake(job),
  }
  const service = notificationsService(deps)
  const jobs = opened.use(runJobs({ clock, log: silentLog }, service.jobs ?? []))
  const calls = local(notificationsApi, service.calls, { copies: true })
  const all = opened.move()

  /** Brings events as the event log does: those after the `after`-th. */
  const consume = (rows: readonly OutboxRow[], after = 0, source = 'orders') =>
    database.events.consume({ source, after, rows })

  const mailbox = async (to?: string) => {
    const answer = await calls.readMailbox(to === undefined ? {} : { to }, fromService)
    assert('items' in answer)
    return answer.items
  }

  /** Those that are noted as sent, by their ids. */
  const sent = async () => {
    const mails = await database.read.listSentMails({ recipientIndex: null, limit: 1_000 })
    return mails.map(mail => mail.mailId)
  }

  /** Moves the clock on, a second at a time, until `look` finds something. */
  async function inTime<Found>(look: () => Promise<Found | false> | Found | false): Promise<Found> {
    const giveUpAtMs = Date.now() + 20_000
    for (;;) {
      const found = await look()
      if (found !== false) return found
      assert(Date.now() < giveUpAtMs, 'it did not come true')
      clock.advance(1_000)
      await new Promise(resolve => setTimeout(resolve, 1))
    }
  }

  return {
    storedBytes: () => databases.storedBytes(),
    rowsOf: (table: string) => databases.rowsOf('notifications', table),
    clock,
    calls,
    database,
    members,
    stock,
    consume,
    mailbox,
    sent,
    inTime,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

/** Knows everybody whose id is not in `gone`, and may be down. */
function membersDouble() {
  const state = { isDown: false, gone: new Set<string>(), asked: [] as number[] }
  return {
    state,
    async readContacts({ memberIds }: { readonly memberIds: string[] }) {
      if (state.isDown) throw new Error('members is down')
      state.asked.push(memberIds.length)
      const known = memberIds.filter(memberId => !state.gone.has(memberId))
      return {
        contacts: known.map(memberId => ({
          memberId,
          email: `${memberId}@example.com`,
          name: '이순신',
          locale: 'ko' as const,
        })),
      }
    },
  }
}

/** Has the drops that a test plans, and opens them at their time. */
function stockDouble(clock: Pick<VirtualClock, 'nowMs'>) {
  const opensAtMs = new Map<string, number>()
  return {
    opensAtMs,
    async readDrop({ dropId }: { readonly dropId: string }) {
      const at = opensAtMs.get(dropId)
      if (at === undefined) return refuse('not_found')
      const serverTimeMs = clock.nowMs()
      const state = serverTimeMs < at ? ('upcoming' as const) : ('open' as const)
      const price = { amountMinor: 19_900, currency: 'KRW' }
      return {
        ...{ dropId, productId: dropId, skuId: dropId, title: '한정판 운동화', price, state },
        options: { size: '270' },
        ...{ units: 1, remaining: 1, limitPerMember: 1, holdMs: 600_000, waiting: 0 },
        ...{ opensAtMs: at, closesAtMs: at + 3_600_000, waitingRoom: null, serverTimeMs },
      }
    },
  }
}

type PaidOrderRow = OutboxRow & { readonly memberId: string; readonly orderId: string }

/** The n-th event of orders: an order was paid. */
export function aPaidOrder(n = 1, goods?: readonly BoughtGoods[]): PaidOrderRow {
  const titles = goods?.map(({ title }) => title) ?? ['한정판 운동화']
  const orderId = uuidv8('order of a test', String(n))
  const memberId = uuidv8('member of a test', String(n))
  const total = { amountMinor: 19_900, currency: 'KRW' }
  const paidAtMs = Date.UTC(2026, 10, 21, 3, n % 60)
  return {
    number: n,
    type: orderEvents.paid.type,
    subject: orderId,
    version: 2,
    timeMs: paidAtMs,
    data: JSON.stringify({ orderId, memberId, total, titles, goods, paidAtMs }),
    orderId,
    memberId,
  }
}

export const aVerification = (to: string, more = {}) => ({
  mailId: uuidv7(Date.now()),
  to,
  name: '이순신',
  locale: 'ko',
  code: '012345',
  token: 'a-token-of-the-link',
  ...more,
})
