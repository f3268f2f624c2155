import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { type Family, familyText } from './metrics-text.ts'

/** How often something happened. */
export type Counter = { add(count?: number): void }

/** How long something took, or how large it was. */
export type Distribution = { observe(value: number): void }

/**
 * What this process measures of itself. On the hot path a measurement is an addition to a number
 * that is already at hand: ask for the counter once, not at each use. Text is made when somebody
 * scrapes.
 */
export type Metrics = {
  /**
   * `firstcome_<name>`; the name ends with `_total`. One counter for each set of label values,
   * whoever asks for it: services of one process may count under one name what means the same.
   */
  counter<Label extends string = never>(about: About<Label>): Labelled<Label, Counter>
  /** `firstcome_<name>`; the name ends with its unit, such as `_seconds`. */
  histogram<Label extends string = never>(
    about: About<Label> & { readonly buckets: readonly number[] },
  ): Labelled<Label, Distribution>
  /** `firstcome_<name>`; read when somebody scrapes. */
  gauge(about: About<never>, read: () => number): void
  /**
   * The same with labels: what there is when somebody scrapes, and what is gone is not told. Several
   * may tell of one gauge, each its own sets of labels.
   */
  gauges<Label extends string>(about: About<Label>, read: () => Iterable<Reading<Label>>): void
  /** To be run before each scrape, which waits for it a second at most. Must not reject. */
  beforeText(prepare: () => Promise<void>): void
  /** All of it, as Prometheus reads it. */
  text(): Promise<string>
  readonly contentType: string
}

type About<Label extends string> = {
  readonly name: string
  readonly help: string
  /** Only what has few values, known beforehand: never an id, an address, a path as it came. */
  readonly labels?: readonly Label[]
}

/** A value, and what it is of. */
type Reading<Label extends string> = readonly [
  labels: Readonly<Record<Label, string>>,
  value: number,
]

type Labelled<Label extends string, Measure> = (values: Readonly<Record<Label, string>>) => Measure

/** More sets of label values than this are a bug, which must not become a leak. */
const MAX_SETS = 1_000

/** A scrape answers within this, whatever its readings wait for. */
const PREPARED_WITHIN_MS = 1_000

const UNITS = /_(seconds|bytes|claims)$/

/** @param ofProcess Also what Node tells of itself: heap, event loop, collections of garbage. */
export function openMetrics({ ofProcess }: { readonly ofProcess: boolean }): Metrics {
  const registry = new Registry()
  if (ofProcess) collectDefaultMetrics({ register: registry })
  const families = new Map<string, Family>()
  const shared = new Map<string, SharedGauge>()
  const counters = new Map<string, SharedCounter>()
  const preparations: (() => Promise<void>)[] = []

  function addFamily(family: Family): void {
    assert(/^[a-z][a-z0-9_]*$/.test(family.name), `${family.name} is no name of a metric`)
    assert(!families.has(family.name), `two metrics are called ${family.name}`)
    families.set(family.name, family)
  }

  return {
    counter: about => {
      assert(about.name.endsWith('_total'), `a counter's name ends with _total, not ${about.name}`)
      const present = counters.get(about.name)
      if (present !== undefined) {
        assert(present.help === about.help, `${about.name} means two things`)
        return present.at
      }
      const counts = labelledSets(() => new Count())
      addFamily({ ...about, type: 'counter', samples: counts.samples })
      counters.set(about.name, { help: about.help, at: counts.at })
      return counts.at
    },
    histogram: about => {
      assert(UNITS.test(about.name), `${about.name} does not end with its unit`)
      const histograms = labelledSets(() => new Histogram(about.buckets))
      addFamily({ ...about, type: 'histogram', samples: histograms.samples })
      return histograms.at
    },
    gauge(about, read) {
      addFamily({
        ...about,
        type: 'gauge',
        samples: () => [{ suffix: '', labels: {}, value: read() }],
      })
    },
    gauges(about, read) {
      const present = shared.get(about.name)
      if (present !== undefined) {
        assert(present.help === about.help, `${about.name} means two things`)
        present.readers.push(read)
        return
      }
      const readers = [read as () => Iterable<Reading<string>>]
      shared.set(about.name, { help: about.help, readers })
      const samples = () => readers.flatMap(each => [...each()]).slice(0, MAX_SETS)
      addFamily({
        ...about,
        type: 'gauge',
        samples: () =>
          samples().map(([labels, value]) => ({ suffix: '', labels: { ...labels }, value })),
      })
    },
    beforeText: prepare => void preparations.push(prepare),
    async text() {
      await prepared(preparations)
      const own = [...families.values()].map(familyText).join('\n')
      return `${await registry.metrics()}\n${own}`
    },
    contentType: registry.contentType,
  }
}

type SharedCounter = {
  readonly help: string
  readonly at: (labels: Readonly<Record<string, string>>) => Counter
}

type SharedGauge = {
  readonly help: string
  readonly readers: (() => Iterable<Reading<string>>)[]
}

async function prepared(preparations: readonly (() => Promise<void>)[]): Promise<void> {
  if (preparations.length === 0) return
  const enough = new AbortController()
  const late = sleep(PREPARED_WITHIN_MS, undefined, { signal: enough.signal }).catch(
    () => undefined,
  )
  await Promise.race([Promise.all(preparations.map(prepare => prepare())), late])
  enough.abort()
}

type Samples = ReturnType<Family['samples']>

/** The measures of one family, by their labels. */
function labelledSets<Measure extends { samples(labels: Record<string, string>): Samples }>(
  make: () => Measure,
) {
  const sets = new Map<string, { labels: Record<string, string>; measure: Measure }>()
  return {
    at(labels: Readonly<Record<string, string>>): Measure {
      const key = JSON.stringify(labels)
      const known = sets.get(key)
      if (known !== undefined) return known.measure
      assert(sets.size < MAX_SETS, `more than ${MAX_SETS} sets of labels, now ${key}`)
      const measure = make()
      sets.set(key, { labels: { ...labels }, measure })
      return measure
    },
    samples: () => [...sets.values()].flatMap(({ labels, measure }) => measure.samples(labels)),
  }
}

// Classes, because thousands of additions a second want one shape and no closure each.
class Count implements Counter {
  #value = 0

  add(count = 1): void {
    this.#value += count
  }

  samples(labels: Record<string, string>): Samples {
    return [{ suffix: '', labels, value: this.#value }]
  }
}

class Histogram implements Distribution {
  readonly #upTo: readonly number[]
  readonly #counts: number[]
  #sum = 0

  constructor(buckets: readonly number[]) {
    this.#upTo = [...buckets].sort((a, b) => a - b)
    this.#counts = [...this.#upTo, Number.POSITIVE_INFINITY].map(() => 0)
  }

  observe(value: number): void {
    const upTo = this.#upTo
    let bucket = 0
    while (bucket < upTo.length && value > (upTo[bucket] ?? 0)) bucket++
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sum += value
  }

  samples(labels: Record<string, string>): Samples {
    let count = 0
    const buckets = this.#counts.map((ofBucket, index) => {
      count += ofBucket
      const le = index < this.#upTo.length ? String(this.#upTo[index]) : '+Inf'
      return { suffix: '_bucket', labels: { ...labels, le }, value: count }
    })
    return [
      ...buckets,
      { suffix: '_sum', labels, value: this.#sum },
      { suffix: '_count', labels, value: count },
    ]
  }
}
