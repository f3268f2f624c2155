import type { TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'

/** One unit that is paid, and one that is held; all events have arrived. */
export async function buySomething(shop: TestShop): Promise<void> {
  const drop = await shop.makeDrop({ units: 3 })
  await shop.buy(await shop.signUp(), drop)
  await shop.reserve(await shop.signUp(), drop)
  await shop.settled()
}

/** The drifts of passes that began after this was called: the second of each job from now on. */
export async function driftsAfterAPass(shop: TestShop): Promise<Readonly<Record<string, number>>> {
  const passes = async () =>
    [...(await metricsOf(shop)).matchAll(/invariant_passes_total\{task="[^"]+"\} (\d+)/g)].map(
      ([, count]) => Number(count),
    )
  const before = await passes()
  await eventually('two passes of each job', async () => {
    shop.clock.advance(500)
    const now = await passes()
    return now.every((count, at) => count >= (before[at] ?? 0) + 2)
  })
  const gauges = (await metricsOf(shop)).matchAll(/invariant_drift\{invariant="(\w+)"\} (\d+)/g)
  return Object.fromEntries([...gauges].map(([, name, count]) => [name, Number(count)]))
}

async function metricsOf({ privatePort }: TestShop): Promise<string> {
  const answer = await fetch(`http://localhost:${privatePort}/metrics`)
  return answer.text()
}
