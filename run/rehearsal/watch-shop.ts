import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ShopLoad } from './open-copy.ts'

/** How busy shop and crowd were within a quarter of a second, each as a share of one core. */
export type LoadSample = {
  readonly atMs: number
  readonly crowdCpu: number
  /** Null where the shop is on another machine. */
  readonly shopCpu: number | null
  readonly shopMemoryMb: number | null
  /** How late this process was: what it adds to every latency that it measures. */
  readonly crowdLateMs: number
}

type Watch = Disposable & {
  readonly samples: readonly LoadSample[]
  readonly hear: (load: ShopLoad) => void
}

const EVERY_MS = 250

/** Samples both loads until it is disposed. */
export function watchShop(sinceOpeningMs: () => number): Watch {
  const samples: LoadSample[] = []
  const late = monitorEventLoopDelay({ resolution: 10 })
  late.enable()
  let heard: ShopLoad | null = null
  let lastShopMs: number | null = null
  let last = process.cpuUsage()
  let lastAtMs = performance.now()
  const timer = setInterval(() => {
    const used = process.cpuUsage(last)
    const nowMs = performance.now()
    const spanMs = nowMs - lastAtMs
    const shopMs = heard === null || lastShopMs === null ? null : heard.cpuMs - lastShopMs
    samples.push({
      atMs: sinceOpeningMs(),
      crowdCpu: (used.user + used.system) / 1_000 / spanMs,
      shopCpu: shopMs === null ? null : shopMs / spanMs,
      shopMemoryMb: heard?.memoryMb ?? null,
      crowdLateMs: late.max / 1e6,
    })
    late.reset()
    lastShopMs = heard?.cpuMs ?? null
    last = process.cpuUsage()
    lastAtMs = nowMs
  }, EVERY_MS)
  return {
    samples,
    hear(load) {
      heard = load
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      late.disable()
    },
  }
}
