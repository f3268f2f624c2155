import type { Product } from '#contracts/catalog.ts'
import type { Drop, DropStats } from '#contracts/drops.ts'
import type { LedgerEntry, SignedHead } from '#contracts/ledger.ts'
import type { Session } from '#contracts/members.ts'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { callerAt, NotAnswered } from './ask-as-organiser.ts'

/** Plans the drop of a rehearsal and looks after it, as an admin of that shop. */
export type Organiser = {
  readonly planDrop: (terms: DropTerms) => Promise<Drop>
  readonly stats: (dropId: string) => Promise<DropStats>
  readonly close: (dropId: string) => Promise<void>
  readonly ledger: (dropId: string) => Promise<{ entries: LedgerEntry[]; head: SignedHead }>
  readonly deadLetters: () => Promise<number>
  /** Whose tokens the shop believes: its PUBLIC_URL. */
  readonly issuer: unknown
  readonly fetchJson: <Body>(path: string, as?: string) => Promise<Body>
}

export type DropTerms = {
  readonly units: number
  readonly limitPerMember: number
  readonly priceMinor: number
  readonly holdMs: number
  readonly opensInMs: number
}

const PAGE = 1_000
const OPEN_FOR_MS = 3_600_000
const NOT_LET_IN: readonly (number | null)[] = [401, 403, 422]

/** Logs in. Throws `CannotGoOn` where the shop does not let it. */
export async function organiser(
  url: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Organiser> {
  const call = callerAt(url)
  const asked = { email, password, tokens: 'body' }
  const { accessToken, member } = await call<Session>('POST /api/sessions', asked).catch(
    (error: unknown) => {
      const isRefused = error instanceof NotAnswered && NOT_LET_IN.includes(error.status)
      throw isRefused ? notLetIn(url, email, error) : error
    },
  )
  if (!member.roles.includes('admin')) throw notLetIn(url, email)
  const asAdmin = <Body>(request: string, body?: unknown) => call<Body>(request, body, accessToken)

  return {
    async planDrop({ units, limitPerMember, priceMinor, holdMs, opensInMs }) {
      const price = { amountMinor: priceMinor, currency: 'KRW' }
      const product = await asAdmin<Product>('POST /api/admin/products', {
        ...{ title: 'Rehearsal', description: '', kind: 'drop', price },
        skus: [{ options: {}, units }],
      })
      const { serverTimeMs } = await call<{ serverTimeMs: number }>('GET /api/time')
      const opensAtMs = serverTimeMs + opensInMs
      return asAdmin<Drop>('POST /api/admin/drops', {
        ...{ skuId: product.skus[0]?.skuId, price, units, limitPerMember, holdMs },
        ...{ opensAtMs, closesAtMs: opensAtMs + OPEN_FOR_MS },
      })
    },
    stats: dropId => asAdmin(`GET /api/admin/drops/${dropId}/stats`),
    async close(dropId) {
      await asAdmin(`POST /api/admin/drops/${dropId}/close`)
    },
    async ledger(dropId) {
      const head = await call<SignedHead>(`GET /api/drops/${dropId}/ledger/head`)
      const entries: LedgerEntry[] = []
      let after = ''
      for (;;) {
        const path = `/api/drops/${dropId}/ledger?limit=${PAGE}${after}`
        const page = await call<{ items: LedgerEntry[]; nextCursor: string | null }>(`GET ${path}`)
        entries.push(...page.items)
        if (page.nextCursor === null) break
        after = `&after=${page.nextCursor}`
      }
      return { head, entries: entries.filter(entry => entry.index < head.size) }
    },
    async deadLetters() {
      const { items } = await asAdmin<{ items: unknown[] }>('GET /api/admin/dead-letters')
      return items.length
    },
    issuer: claimsOf(accessToken).iss,
    fetchJson: (path, as) => call(`GET ${path}`, undefined, as),
  }
}

const notLetIn = (url: string, email: string, cause?: unknown): CannotGoOn =>
  new CannotGoOn(
    exitCodes.configuration,
    `The shop at ${url} lets nobody in as ${email}, with this password, as an admin: give the ` +
      'ADMIN_EMAIL and ADMIN_PASSWORD that it has. Nothing was written.',
    { cause },
  )

/** Of a token that came from its issuer just now: nothing is to be proven. */
function claimsOf(token: string): { readonly iss?: unknown } {
  const [, claims = ''] = token.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))
}
