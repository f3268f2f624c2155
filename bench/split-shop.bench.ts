import { eventually } from '#tests/shop/eventually.ts'
import type { Figure } from './figure.ts'
import { type LoadRun, load, median } from './load.ts'
import { type Positions, type SplitShop, startSplitShop } from './split-shop-under-load.ts'
import { type DirectRun, pressStock } from './stock-alone.ts'
import { startYardstick, type Yardstick } from './yardstick.ts'

export const name = 'split-shop'

const ROUNDS = 3
const BURST = 10_000

/**
 * The distributed profile: gateway, stock and the other services in processes of their own, MariaDB,
 * Redis, Kafka and the load, all on this machine.
 */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using yardstick = await startYardstick()
  return [
    ...(await ofOneStock(say, yardstick)),
    ...(await ofManyStocks(say, yardstick, 2)),
    ...(await ofManyStocks(say, yardstick, 4)),
  ]
}

type Measured = { readonly run: LoadRun; readonly microseconds: Readonly<Record<string, number>> }

async function press(
  { url, cpuMs }: SplitShop,
  tokens: string,
  dropId: string,
  { prefix, connections = 64, seconds = 5 }: Press,
): Promise<Measured> {
  const before = cpuMs()
  const path = `/api/drops/${dropId}/reservations`
  const told = [tokens, path, prefix]
  const run = await load({ url, script: 'reserve', told, seconds, connections })
  const after = cpuMs()
  const answers = run.perSecond * run.seconds
  const microseconds = Object.fromEntries(
    Object.entries(after).map(([process, ms]) => [
      process,
      Number((((ms - (before[process] ?? 0)) * 1_000) / answers).toFixed(1)),
    ]),
  )
  return { run, microseconds }
}

type Round = {
  readonly bare: number
  readonly few: Measured
  readonly many: Measured
  readonly refused: Measured
  readonly unseen: Measured
  /** What stock says to who asks it as the gateway does. */
  readonly alone: DirectRun
}
type Press = { readonly prefix: string; readonly connections?: number; readonly seconds?: number }

async function ofOneStock(
  say: (sentence: string) => void,
  yardstick: Yardstick,
): Promise<Figure[]> {
  say('starting the shop')
  await using split = await startSplitShop()
  const { shop, tokens } = split
  const open = await shop.makeDrop({ units: 10_000_000, limitPerMember: 1_000_000 })
  const gone = await shop.makeDrop({ units: 1 })
  await shop.reserve(await shop.asAdmin(), gone)
  say('warming up')
  await press(split, tokens, open.dropId, { prefix: 'w', seconds: 4 })

  const rounds: Round[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round} of ${ROUNDS}`)
    const bare = (await yardstick.measure()).perSecond
    rounds.push({
      bare,
      few: await press(split, tokens, open.dropId, { prefix: `a${round}-` }),
      many: await press(split, tokens, open.dropId, { prefix: `b${round}-`, connections: 256 }),
      refused: await press(split, tokens, gone.dropId, { prefix: `c${round}-` }),
      unseen: await press(split, await split.moreTokens(BURST), open.dropId, {
        ...{ prefix: `d${round}-`, seconds: 2 },
      }),
      alone: await pressStock(split, { dropId: open.dropId, prefix: `e${round}-` }),
    })
  }
  const ratio = (title: string, goal: number, of: (round: Round) => Measured) => {
    const value = median(rounds.map(round => of(round).run.perSecond / round.bare))
    return figureOf(title, value, goal, {
      rounds: rounds.map(round => ({
        perSecond: of(round).run.perSecond,
        p99Ms: of(round).run.p99Ms,
        yardstick: round.bare,
        cpuMicrosecondsEach: of(round).microseconds,
      })),
    })
  }
  return [
    ratio('reservation, distributed', 0.3, round => round.few),
    ratio('reservation, distributed, 256 connections', 0.4, round => round.many),
    ratio('refusal, distributed', 0.6, round => round.refused),
    ratio('reservation, distributed, tokens never seen', 0.15, round => round.unseen),
    p99AgainstAlone(rounds),
    await backlog(say, split),
  ]
}

/** What the gateway adds for the slowest in a hundred. */
function p99AgainstAlone(rounds: readonly Round[]): Figure {
  const value = median(rounds.map(({ few, alone }) => few.run.p99Ms / alone.p99Ms))
  return {
    name: 'p99 of a reservation, distributed ÷ of the stock process alone',
    value: Number(value.toFixed(2)),
    unit: '×',
    goal: '≤ 3',
    reached: value <= 3,
    tool: 'wrk, 64 connections; at stock alone 64 calls at once as the gateway makes them, from the bench itself',
    detail: { rounds: rounds.map(({ few, alone }) => ({ p99Ms: few.run.p99Ms, alone })) },
  }
}

/** How long after a burst the last of its orders stands. */
async function backlog(say: (sentence: string) => void, split: SplitShop): Promise<Figure> {
  const { shop } = split
  const tokens = await split.moreTokens(BURST)
  const drop = await shop.makeDrop({ units: BURST, limitPerMember: 1 })
  say('the burst')
  const burst = press(split, tokens, drop.dropId, { prefix: 'x', connections: 256, seconds: 12 })
  const isSoldOut = async () => (await shop.readDrop(drop.dropId)).remaining === 0
  await eventually('the drop sold out', isSoldOut, 60_000)
  const fromMs = performance.now()
  await eventually(
    'an order for each',
    async () => (await split.ordersOf(drop.dropId)) === BURST,
    60_000,
  )
  const seconds = (performance.now() - fromMs) / 1_000
  await burst
  return {
    name: 'backlog after a burst of 10,000, distributed: all orders exist',
    value: Number(seconds.toFixed(2)),
    unit: 's after the last reservation',
    goal: '≤ 5',
    reached: seconds <= 5,
    tool: 'wrk, 256 connections, still asking meanwhile',
    detail: {},
  }
}

async function ofManyStocks(
  say: (sentence: string) => void,
  yardstick: Yardstick,
  stocks: number,
): Promise<Figure[]> {
  say(`${stocks} stock processes`)
  await using split = await startSplitShop({ stocks })
  const drop = await split.shop.makeDrop({ units: 10_000_000, limitPerMember: 1_000_000 })
  await press(split, split.tokens, drop.dropId, { prefix: 'w', seconds: 3 })
  const bare = (await yardstick.measure()).perSecond
  const measured = await press(split, split.tokens, drop.dropId, { prefix: 'a', connections: 256 })
  const value = measured.run.perSecond / bare
  say(`all ${stocks} decide the drop at once`)
  const all = { dropId: drop.dropId, prefix: 'all-', way: 'to_all_in_turn' } as const
  const direct = await pressStock(split, all)
  return [
    figureOf(`reservation, distributed, ${stocks} stock processes, 256 connections`, value, 0.4, {
      perSecond: measured.run.perSecond,
      p99Ms: measured.run.p99Ms,
      cpuMicrosecondsEach: measured.microseconds,
    }),
    dense(stocks, await split.positionsOf(drop.dropId), direct),
  ]
}

/** Positions that are missing or given twice; through the gateway, and past it to all in turn. */
function dense(stocks: number, positions: Positions, direct: DirectRun): Figure {
  const { count, different, first, last } = positions
  const value = count - different + Math.abs(last - different) + Math.abs(first - 1)
  return {
    name: `positions missing or given twice, ${stocks} stock processes`,
    value,
    unit: 'of all positions of one drop',
    goal: '= 0',
    reached: value === 0,
    tool: 'wrk through the gateway; then 64 calls at once from the bench, to each process in its turn',
    detail: { positions, direct },
  }
}

const figureOf = (
  title: string,
  value: number,
  goal: number,
  detail: Figure['detail'],
): Figure => ({
  name: title,
  value: Number(value.toFixed(3)),
  unit: '× the yardstick',
  goal: `≥ ${goal}`,
  reached: value >= goal,
  tool: 'wrk, the engines on the same cores',
  detail,
})
