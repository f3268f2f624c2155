import assert from 'node:assert/strict'
import { membersApi, type Session } from '#contracts/members.ts'
import type { CallContext, Caller } from '#contracts/operation.ts'
import type { Order } from '#contracts/orders.ts'
import { isRefusal } from '#contracts/problems.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { runJobs } from '#platform/jobs/jobs.ts'
import { silentLog } from '#platform/measures/log.ts'
import { local } from '#platform/rpc/rpc.ts'
import { accessTokens } from '#platform/security/access-token.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { passwords } from '#platform/security/password.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import type { MembersDeps } from './members-deps.ts'
import { membersService } from './members-service.ts'

type MailSeen = {
  readonly kind: string
  readonly mailId: string
  readonly to: string
  readonly name: string
  readonly code?: string
  readonly token?: string
}

export const PASSWORD = 'correct horse battery staple'
const CHEAP = { memoryKib: 8, passes: 1, lanes: 1 }
export const visitor: CallContext = { caller: null }

export type MembersUnderTest = Awaited<ReturnType<typeof membersUnderTest>>

/** The members service over a real database of its own; only clock and mail are ours. */
export async function membersUnderTest({ rateLimits = true } = {}) {
  await using opened = new AsyncDisposableStack()
  const clock = virtualClock()
  const databases = opened.use(await someDatabases(clock))
  const store = import.meta.resolve('./members-store.ts')
  const database = opened.use(
    await databases.open<typeof import('./members-store.ts')>('members', store),
  )
  const keyring = keyringFromText(newKeyringText())
  const tokens = accessTokens({ keyring, clock, issuer: 'http://localhost' })
  const mails: MailSeen[] = []
  const denied = new Set<string>()
  const published: { topic: string; message: unknown }[] = []
  /** Of whoever asks. */
  const ordersOf: Order[] = []
  const erased: { memberId: string; to: string }[] = []
  /** While it is there, notifications takes no mail. */
  const mailFault: { error: Error | null; seen: number } = { error: null, seen: 0 }
  const take = async (mail: MailSeen) => {
    if (mailFault.error !== null) {
      mailFault.seen += 1
      throw mailFault.error
    }
    if (!mails.some(({ mailId }) => mailId === mail.mailId)) mails.push(mail)
    return null
  }
  const deps: MembersDeps = {
    database,
    clock,
    log: silentLog,
    live: { publish: (topic, message) => published.push({ topic, message }) },
    denyList: {
      async add(ids) {
        for (const id of ids) denied.add(id)
      },
    },
    // What a hash costs is a promise of its own, kept by `password.test.ts`.
    passwords: passwords({ concurrent: 2, waiting: 1_000, cost: CHEAP }),
    accessTokens: tokens,
    personalData: personalData(keyring),
    notifications: {
      sendVerification: mail => take({ kind: 'verification', ...mail }),
      sendAddressTaken: mail => take({ kind: 'address_taken', ...mail }),
      sendPasswordReset: mail => take({ kind: `password_reset ${mail.cause}`, ...mail }),
      sendAccountNotice: mail => take(mail),
      async exportMails({ to }) {
        const own = mails.filter(mail => mail.to === to)
        return {
          mails: own.map(({ kind }) => ({ kind, subject: kind, queuedAtMs: 0 })),
          reminders: [],
        }
      },
      async eraseMails({ memberId, to }) {
        if (mailFault.error !== null) throw mailFault.error
        erased.push({ memberId, to })
        return null
      },
    },
    orders: {
      async listOrders() {
        return { items: ordersOf, nextCursor: null }
      },
      async exportBelongings() {
        return { cart: [], orderRequests: [], returnReasons: [] }
      },
      async forgetMember() {
        return { openOrders: ordersOf.length }
      },
    },
    catalog: {
      async exportMarks() {
        return { likes: [], wishes: [], restockNotices: [] }
      },
      forgetMember: async () => null,
    },
    stock: {
      exportWaits: async () => ({ waitlist: [] }),
      forgetMember: async () => ({ openWaits: 0 }),
    },
    payments: {
      async listPayments() {
        return { items: [], nextCursor: null }
      },
    },
    wake: job => jobs.wake(job),
    rateLimits,
  }
  const service = membersService(deps)
  const jobs = opened.use(runJobs({ clock, log: silentLog }, service.jobs ?? []))
  const calls = local(membersApi, service.calls, { copies: true })
  const all = opened.move()

  /** The n-th mail to the address, as soon as it is there. */
  const mailTo = (to: string, n = 1) =>
    eventually(`mail number ${n} to ${to}`, () => mails.filter(mail => mail.to === to)[n - 1])

  /** Signs up without verifying. */
  async function register(email: string, password = PASSWORD) {
    return calls.signUp({ email, password, name: '이순신' }, visitor)
  }

  async function logIn(email: string, context: Partial<CallContext> = {}, password = PASSWORD) {
    const answer = await calls.logIn({ email, password }, { ...visitor, ...context })
    assert(!isRefusal(answer), `no session: ${JSON.stringify(answer)}`)
    return answer
  }

  const refresh = ({ refreshToken = '' }: Pick<Session, 'refreshToken'>) =>
    calls.refreshSession({ refreshToken }, visitor)

  /** A verified member who is logged in. */
  async function aMember(email = 'sunsin@example.com') {
    await register(email)
    const { code = '' } = await mailTo(email)
    assert.equal(await calls.verifyEmail({ email, code }, visitor), null)
    const session = await logIn(email)
    return { email, session, context: await contextOf(session) }
  }

  /** What the gateway would pass on with the session's access token. */
  async function contextOf(session: Session): Promise<{ readonly caller: Caller }> {
    const caller = await tokens.verify(session.accessToken)
    assert(typeof caller === 'object', 'the token is good')
    return { caller }
  }

  return {
    databases,
    clock,
    deps,
    tokens,
    calls,
    mails,
    mailFault,
    erased,
    ordersOf,
    published,
    denied,
    mailTo,
    register,
    logIn,
    refresh,
    aMember,
    contextOf,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

/** What `look` finds, as soon as it finds something. */
export async function eventually<Found>(
  what: string,
  look: () => Found | undefined | false,
): Promise<Found> {
  const giveUpAtMs = Date.now() + 10_000
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    assert(Date.now() < giveUpAtMs, `there is no ${what}`)
    await new Promise(resolve => setTimeout(resolve, 1))
  }
}

/** The answer, where a refusal would be a surprise. */
export function granted<Answer>(answer: Answer): Exclude<Answer, { readonly refused: unknown }> {
  assert(!isRefusal(answer), `refused: ${JSON.stringify(answer)}`)
  return answer as Exclude<Answer, { readonly refused: unknown }>
}

export function refusalOf(answer: unknown): string | null {
  return isRefusal(answer) ? answer.refused : null
}
