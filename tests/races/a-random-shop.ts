import { randomUUID } from 'node:crypto'
import type { CallContext, Role } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import { readConfig } from '#platform/config.ts'
import { accessTokens } from '#platform/security/access-token.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { openKeyring } from '#run/open-keyring.ts'
import type { Callers } from '#run/services.ts'
import { insertCrowd } from '#services/members/crowd-members.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import type { SomePlace } from '#tests/shop/some-place.ts'

/** A day of this shop: short, so that a run sees many. */
export const DAY_MS = 3_600_000
const PRICE = { amountMinor: 7_300, currency: 'KRW' }
const MANY = 1_000_000

/** An order that a run has made, and what it has learned of it since. */
export type Known = {
  readonly by: CallContext
  readonly orderId: string
  paymentId?: string
  /** One of its lines; null for that of a drop. */
  readonly skuId: string | null
}

/** A whole shop whose services are asked as the gateway asks them, with members and things to buy. */
export type RandomShop = {
  readonly shop: TestShop
  readonly ask: Callers
  readonly members: readonly CallContext[]
  readonly merchant: CallContext
  /** Of the regular sale. */
  readonly skuIds: readonly string[]
  /** Of drops. */
  readonly dropSkuIds: readonly string[]
  /** The newest last. */
  readonly dropIds: string[]
  /** In the order in which they were wanted; one that was refused leaves its place empty. */
  readonly known: (Known | undefined)[]
  /** Who has joined the line of which drop, or was refused to. */
  readonly inLine: { readonly by: CallContext; readonly dropId: string }[]
  /** How often each thing was answered how. */
  readonly seen: Map<string, number>
}

/** Opened in this place, which outlives it. Its members are verified; most have an address. */
export async function openRandomShop(
  place: SomePlace,
  count: number,
): Promise<RandomShop & AsyncDisposable> {
  const shop = await openTestShop({ place, environment: { DAY_MS: String(DAY_MS) } })
  const ask = shop.callers
  const members = await aCrowd(shop, place, count)
  const addressed = members.filter((_, at) => at % 10 > 0)
  for (const member of addressed) granted(await ask.members.addAddress(address, member))
  const merchant = asCaller(randomUUID(), ['merchant'])
  const productOf = async (kind: 'regular' | 'drop') => {
    const skus = ['S', 'M', 'L'].map(size => ({ options: { size }, units: MANY }))
    const what = { title: `${kind} 셔츠`, description: '', kind, price: PRICE, skus }
    return granted(await ask.catalog.createProduct(what, merchant)).skus.map(({ skuId }) => skuId)
  }
  return {
    ...{ shop, ask, members, merchant, dropIds: [], known: [], inLine: [], seen: new Map() },
    skuIds: await productOf('regular'),
    dropSkuIds: await productOf('drop'),
    [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose](),
  }
}

/** A few units for many, soon over. */
export async function openDrop({ shop, ask, merchant, ...sale }: RandomShop, skuId: string) {
  const opensAtMs = shop.clock.nowMs()
  const drop = await ask.stock.planDrop(
    {
      ...{ skuId, price: PRICE, units: 50, limitPerMember: 3, holdMs: 600_000 },
      ...{ opensAtMs, closesAtMs: opensAtMs + 5 * DAY_MS },
    },
    merchant,
  )
  sale.dropIds.push(granted(drop).dropId)
}

const address = {
  ...{ recipient: '김선착', phone: '010-1234-5678', postalCode: '04524' },
  line1: '서울특별시 중구 세종대로 110',
}

async function aCrowd(shop: TestShop, { environment }: SomePlace, count: number) {
  const keyring = await openKeyring(readConfig({ ...environment, PUBLIC_URL: shop.url }))
  const { members: database } = shop.databases
  if (database === undefined) throw new Error('a whole shop has members')
  const { clock } = shop
  const tokens = accessTokens({ keyring, clock, issuer: shop.url })
  const deps = { database, clock, accessTokens: tokens, personalData: personalData(keyring) }
  const crowd: CallContext[] = []
  for await (const batch of insertCrowd(deps, count)) {
    for (const { memberId } of batch) crowd.push(asCaller(memberId, ['member']))
  }
  return crowd
}

function asCaller(memberId: string, roles: readonly Role[]): CallContext {
  return { caller: { memberId, roles, emailVerified: true, sessionId: randomUUID() } }
}

/** What must not be refused. */
export function granted<Answer>(answer: Answer): Exclude<Answer, { readonly refused: string }> {
  if (isRefusal(answer)) throw new Error(`it was refused: ${JSON.stringify(answer)}`)
  return answer as Exclude<Answer, { readonly refused: string }>
}
