import { isRefusal } from '#contracts/problems.ts'
import { DAY_MS, granted, type Known, openDrop, type RandomShop } from './a-random-shop.ts'
import { type Act, aPurchase, aRecentDrop, pay } from './random-purchases.ts'
import type { Chance } from './seeded.ts'

/**
 * A round of a shop's life. All choices are made before anything is done, so that a seed makes the
 * same ones; in which order things meet, it does not tell.
 */
export async function liveARound(
  random: RandomShop,
  chance: Chance,
  { orders, acts }: { readonly orders: number; readonly acts: number },
): Promise<void> {
  const { seen, dropSkuIds, dropIds, shop } = random
  if (dropIds.length === 0 || chance.percent(40)) await openDrop(random, chance.pick(dropSkuIds))
  const buying = Array.from({ length: orders }, () => aPurchase(random, chance))
  const others = Array.from({ length: acts }, () => anAct(random, chance))
  await Promise.all(
    chance.shuffled([...buying, ...others]).map(async ([name, act]) => {
      const outcome = `${name} ${await act()}`
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
    }),
  )
  shop.clock.advance(chance.percent(20) ? chance.below(DAY_MS) : chance.below(120_000))
}

/** Something else than buying, by whoever made an order, or with it. */
function anAct(random: RandomShop, chance: Chance): [string, Act] {
  const name = chance.pick(names)
  const at = chance.below(random.known.length)
  const act = acts[name](random, chance)
  return [
    name,
    async () => {
      // What was refused left its place empty: then the one before it.
      const known = random.known.slice(0, at + 1).findLast(each => each !== undefined)
      return known === undefined ? 'for nobody' : act(known)
    },
  ]
}

type Doing = (random: RandomShop, chance: Chance) => (known: Known) => Promise<string>

const said = (answer: unknown): string => (isRefusal(answer) ? answer.refused : 'done')

const cancel: Doing =
  ({ ask }) =>
  async ({ orderId, by }) =>
    said(await ask.orders.cancelOrder({ orderId }, by))

const callOff: Doing =
  ({ ask, merchant }) =>
  async ({ orderId }) =>
    said(await ask.orders.cancelPaidOrder({ orderId }, merchant))

const ship: Doing =
  ({ ask, merchant }) =>
  async ({ orderId }) =>
    said(await ask.orders.shipOrder({ orderId, carrier: 'CJ', trackingNumber: orderId }, merchant))

const deliver: Doing =
  ({ ask, merchant }) =>
  async ({ orderId }) =>
    said(await ask.orders.deliverOrder({ orderId }, merchant))

const askReturn: Doing = ({ ask }, chance) => {
  const quantity = 1 + chance.below(3)
  const isWhole = chance.percent(50)
  return async ({ orderId, by, skuId }) => {
    const lines = isWhole || skuId === null ? {} : { lines: [{ skuId, quantity }] }
    return said(await ask.orders.requestReturn({ orderId, reason: 'small', ...lines }, by))
  }
}

const takeBack: Doing =
  ({ ask, merchant }) =>
  async ({ orderId, by }) => {
    const asked = granted(await ask.orders.readOrder({ orderId }, by)).returns.at(-1)
    if (asked === undefined) return 'for nothing'
    return said(await ask.orders.completeReturn({ returnId: asked.returnId }, merchant))
  }

const refund: Doing = ({ ask, merchant }, chance) => {
  const amountMinor = 1 + chance.below(9_000)
  const context = { ...merchant, idempotencyKey: `refund ${chance.below(1e9)}` }
  return async ({ paymentId }) => {
    if (paymentId === undefined) return 'for nothing'
    return said(await ask.payments.refundPayment({ paymentId, amountMinor, reason: '!' }, context))
  }
}

const payAgain: Doing = (random, chance) => {
  const how = {
    providerKey: chance.pick(['sim_capture', 'sim_decline', 'sim_lost']),
    key: `again ${chance.below(1e9)}`,
  }
  return known => pay(random, known, how)
}

const joinLine: Doing = (random, chance) => {
  const wanted = { dropId: aRecentDrop(random, chance), quantity: 1 + chance.below(3) }
  const by = chance.pick(random.members)
  random.inLine.push({ by, dropId: wanted.dropId })
  return async () => said(await random.ask.stock.joinWaitlist(wanted, by))
}

const leaveLine: Doing = (random, chance) => {
  const { by, dropId } = inLine(random, chance)
  return async () => said(await random.ask.stock.leaveWaitlist({ dropId }, by))
}

const takeOffer: Doing = (random, chance) => {
  const { by, dropId } = inLine(random, chance)
  const how = { providerKey: 'sim_capture', key: `offer ${chance.below(1e9)}` }
  return async () => {
    const { stock } = random.ask
    const place = await stock.readWaitlistPlace({ dropId }, by)
    if (isRefusal(place)) return place.refused
    if (place.state !== 'offered' || place.reservationId === undefined) return place.state
    const offer = granted(await stock.readReservation({ reservationId: place.reservationId }, by))
    return pay(random, { by, orderId: offer.orderId, skuId: null }, how)
  }
}

/** Somebody who has, perhaps, joined a line of late. */
function inLine(random: RandomShop, chance: Chance): RandomShop['inLine'][number] {
  const { inLine, members } = random
  if (inLine.length > 0) return chance.pick(inLine.slice(-100))
  return { by: chance.pick(members), dropId: aRecentDrop(random, chance) }
}

const moveUnits: Doing = (random, chance) => {
  const moved = { dropId: aRecentDrop(random, chance), delta: chance.below(9) - 3, reason: 'found' }
  return async () => said(await random.ask.stock.changeDropUnits(moved, random.merchant))
}

const pauseAndGoOn: Doing = (random, chance) => {
  const drop = { dropId: aRecentDrop(random, chance) }
  return async () => {
    const { stock } = random.ask
    const paused = said(await stock.pauseDrop(drop, random.merchant))
    return `${paused} ${said(await stock.resumeDrop(drop, random.merchant))}`
  }
}

const acts = {
  ...{ cancel, callOff, ship, deliver, askReturn, takeBack, refund, payAgain },
  ...{ joinLine, leaveLine, takeOffer, moveUnits, pauseAndGoOn },
} as const

/** How often each is done; what stops everybody else, seldom. */
const weights = {
  ...{ cancel: 4, callOff: 2, ship: 4, deliver: 4 },
  ...{ askReturn: 6, takeBack: 4, refund: 3, payAgain: 4 },
  ...{ joinLine: 8, leaveLine: 2, takeOffer: 8, moveUnits: 2, pauseAndGoOn: 1 },
} as const satisfies Record<keyof typeof acts, number>

const names = (Object.keys(acts) as (keyof typeof acts)[]).flatMap(name =>
  Array.from({ length: weights[name] }, () => name),
)
