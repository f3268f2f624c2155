import { suite, test } from 'node:test'
import { someToys, type ToyHomes } from '#platform/database/a-toy.ts'
import type { Clock } from '#platform/time/clock.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import type { StartLog } from './a-shop-of-toys.ts'
import { deliveryPromises } from './event-log-delivery.contract.ts'
import { burialPromises, restartPromises } from './event-log-trouble.contract.ts'

type Opened = AsyncDisposable & {
  readonly startLog: StartLog
  /** Toys over another engine than SQLite. */
  readonly someToys?: (deps: { readonly clock: Clock }) => Promise<ToyHomes>
}

type Parts = {
  readonly toys: ToyHomes
  readonly clock: VirtualClock
  readonly startLog: StartLog
}

/** Declares what an event log promises, and how that is looked at with parts of its own. */
export type PromiseOfLog = (title: string, keep: (parts: Parts) => Promise<void>) => void

/** The promise of an event log. `open` gives one that has never held an event. */
export function eventLogContract(name: string, open: () => Opened): void {
  const promise: PromiseOfLog = (title, keep) => {
    test(title, async () => {
      const clock = virtualClock()
      await using opened = open()
      const makeToys = opened.someToys ?? someToys
      await using toys = await makeToys({ clock })
      await keep({ toys, clock, startLog: opened.startLog })
    })
  }

  suite(`The event log ${name}`, () => {
    deliveryPromises(promise)
    burialPromises(promise)
    restartPromises(promise)
  })
}
