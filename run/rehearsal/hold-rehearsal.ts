import { setTimeout as sleep } from 'node:timers/promises'
import type { Drop, DropStats } from '#contracts/drops.ts'
import type { LedgerEntry, SignedHead } from '#contracts/ledger.ts'
import type { Order } from '#contracts/orders.ts'
import type { Keys } from '#run/ledger/ledger-checks.ts'
import type { Asked, BuyerOutcome } from './asked.ts'
import { keysOf } from './jwks-keys.ts'
import type { Place, ShopLoad } from './open-copy.ts'
import { type DropTerms, type Organiser, organiser } from './organiser.ts'
import { type CrowdPlan, planBuyers } from './plan-buyers.ts'
import { shopClient } from './shop-client.ts'
import { walkIn } from './walk-in.ts'
import { type LoadSample, watchShop } from './watch-shop.ts'

/** All that was seen of a rehearsal, to be judged and drawn. Instants count from the opening. */
export type Seen = {
  readonly drop: Drop
  readonly asked: readonly Asked[]
  readonly outcomes: readonly BuyerOutcome[]
  readonly loads: readonly LoadSample[]
  /** When nothing moved any more. */
  readonly endedAtMs: number
  readonly entries: readonly LedgerEntry[]
  readonly head: SignedHead
  readonly keys: Keys
  readonly stats: DropStats
  /** The orders of all who held a unit, as they see them. */
  readonly orders: readonly Order[]
  readonly deadLetters: number
  /** Answers that were not the first answer to the same key. */
  readonly differing: number
  /** What a request after the closing was told. */
  readonly afterClosing: string | null
}

type Held = Place & { readonly onLoad?: (listen: (load: ShopLoad) => void) => void }

type Deps = { readonly tell: (done: number, what: string) => void }

/** Longer than a crowd of buyers needs to be told of its tokens. */
const OPENS_IN_MS = 4_000
const LOOKS_EVERY_MS = 500
/** After the last has come: holds that run out, offers that follow them. */
const SETTLES_WITHIN_MS = 25_000

/** Holds one: plans the drop, lets the crowd in, waits until every hold has ended, and looks. */
export async function holdRehearsal(
  { tell }: Deps,
  { url, admin, tokens, onLoad }: Held,
  { crowd, terms }: { readonly crowd: CrowdPlan; readonly terms: Omit<DropTerms, 'opensInMs'> },
): Promise<Seen> {
  const desk = await organiser(url, admin)
  const plans = planBuyers(crowd)
  const drop = await desk.planDrop({ ...terms, opensInMs: OPENS_IN_MS })
  const opensAtMs = performance.now() + drop.opensAtMs - drop.serverTimeMs
  const sinceOpeningMs = () => performance.now() - opensAtMs
  const asked: Asked[] = []
  let differing = 0
  let isOver = false
  let walked = 0
  await using client = shopClient({ url, sinceOpeningMs, note: each => asked.push(each) })
  using watch = watchShop(sinceOpeningMs)
  onLoad?.(watch.hear)
  const course = {
    ...{ client, dropId: drop.dropId, sinceOpeningMs },
    isOver: () => isOver,
    differs: () => {
      differing += 1
    },
  }
  const walking = Promise.all(
    plans.map(async (plan, at) => {
      const outcome = await walkIn(course, { at, plan, token: tokens[at] ?? '' })
      walked += 1
      return outcome
    }),
  )

  let stats = await desk.stats(drop.dropId)
  const lastAtMs = crowd.overMs + SETTLES_WITHIN_MS + 2 * terms.holdMs
  for (;;) {
    await sleep(LOOKS_EVERY_MS)
    tell(walked, 'buyers')
    stats = await desk.stats(drop.dropId)
    const atMs = sinceOpeningMs()
    const isServed = stats.drop.waiting === 0 || stats.sold === stats.drop.units
    isOver = atMs > lastAtMs || (atMs > crowd.overMs + 2_000 && stats.reserved === 0 && isServed)
    if (isOver) break
  }
  const outcomes = await walking
  tell(walked, 'buyers')
  const orders = await ordersOf(desk, tokens, outcomes)
  const endedAtMs = sinceOpeningMs()
  await desk.close(drop.dropId)
  const late = await client.ask(`POST /api/drops/${drop.dropId}/reservations`, {
    ...{ step: 'reserve', token: tokens[0] ?? '', key: 'after the closing' },
    body: { quantity: 1 },
  })
  return {
    ...{ drop, asked, outcomes, loads: [...watch.samples], endedAtMs, orders, differing },
    ...(await desk.ledger(drop.dropId)),
    keys: keysOf(await desk.fetchJson('/.well-known/jwks.json')),
    stats: await desk.stats(drop.dropId),
    deadLetters: await desk.deadLetters(),
    afterClosing: late?.code ?? null,
  }
}

/** Events may still be on their way to the orders. */
const FOLLOWS_WITHIN_MS = 20_000

async function ordersOf(
  { fetchJson }: Organiser,
  tokens: readonly string[],
  outcomes: readonly BuyerOutcome[],
): Promise<Order[]> {
  const endMs = performance.now() + FOLLOWS_WITHIN_MS
  const orders: Order[] = []
  for (const { at, held, ending } of outcomes) {
    if (held === null) continue
    const read = () => fetchJson<Order>(`/api/orders/${held.orderId}`, tokens[at])
    let order = await read()
    const wanted = ending === 'bought' ? /paid|shipped/ : /cancelled|expired|paid/
    while (!wanted.test(order.state) && performance.now() < endMs) {
      await sleep(200)
      order = await read()
    }
    orders.push(order)
  }
  return orders
}
