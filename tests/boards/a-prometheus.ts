import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engineProcess } from '#tests/engines/engine-process.ts'
import { findProgram } from '#tests/engines/find-program.ts'
import { freePort } from '#tests/shop/a-child-shop.ts'
import { fasterRules } from './faster-rules.ts'

type Target = {
  /** What the process was started as. */
  readonly part: string
  /** Of its private port. */
  readonly url: string
}

/** One line of a diagram. */
export type Series = {
  readonly labels: Readonly<Record<string, string>>
  /** Seconds and values; a value may be NaN. */
  readonly points: readonly (readonly [number, number])[]
}

export type Prometheus = AsyncDisposable & {
  /** The newest values of an expression. */
  ask(expression: string): Promise<readonly Series[]>
  /** How it went, second by second, until now. */
  askRange(expression: string, seconds: number): Promise<readonly Series[]>
  firing(): Promise<readonly string[]>
}

/**
 * A Prometheus with our rules, which scrapes these every second or two, its data in this folder. Its
 * rules wait and look back so many times less than they say.
 */
export async function startPrometheus(
  folder: string,
  targets: readonly Target[],
  { timesFaster = 1 }: { readonly timesFaster?: number } = {},
): Promise<Prometheus> {
  const program = await findProgram('prometheus', 'prometheus')
  const data = join(folder, `prometheus-${timesFaster}`)
  mkdirSync(data, { recursive: true })
  const port = await freePort()
  const ruleFiles = ['signals.yml', 'alerts.yml'].map(file => {
    const path = join(data, file)
    writeFileSync(path, JSON.stringify(fasterRules(file, timesFaster)))
    return path
  })
  // Rules that wait for seconds must not take one late answer of a busy machine for a lost process.
  const scrapeInterval = timesFaster === 1 ? '1s' : '2s'
  const config = join(data, 'prometheus.json')
  writeFileSync(config, JSON.stringify(configFor(targets, { ruleFiles, scrapeInterval })))
  const url = `http://127.0.0.1:${port}`
  const engine = engineProcess({
    name: 'Prometheus',
    program,
    line: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(data, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    answers: async () => (await fetch(`${url}/-/ready`)).ok,
  })
  await engine.start()

  async function get(path: string, query: Record<string, string> = {}): Promise<unknown> {
    const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(query)}`)
    const { status, data: told, error } = (await answer.json()) as Answer
    if (status !== 'success') throw new Error(`Prometheus refuses ${query.query}: ${error}`)
    return told
  }

  return {
    async ask(query) {
      const { result } = (await get('query', { query })) as { result: readonly Vector[] }
      return result.map(({ metric, value }) => ({ labels: metric, points: [pointOf(value)] }))
    },
    async askRange(query, seconds) {
      const end = Date.now() / 1_000
      const range = { start: String(end - seconds), end: String(end), step: '1' }
      const told = (await get('query_range', { query, ...range })) as { result: readonly Matrix[] }
      return told.result.map(({ metric, values }) => ({
        labels: metric,
        points: values.map(pointOf),
      }))
    },
    async firing() {
      const { alerts } = (await get('alerts')) as { alerts: readonly Alert[] }
      return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname)
    },
    [Symbol.asyncDispose]: () => engine.kill(),
  }
}

type Answer = { readonly status: string; readonly data: unknown; readonly error?: string }
type Point = readonly [number, string]
type Vector = { readonly metric: Record<string, string>; readonly value: Point }
type Matrix = { readonly metric: Record<string, string>; readonly values: readonly Point[] }
type Alert = { readonly state: string; readonly labels: { readonly alertname: string } }

const pointOf = ([at, value]: Point): readonly [number, number] => [at, Number(value)]

/** JSON is YAML. */
const configFor = (
  targets: readonly Target[],
  {
    ruleFiles,
    scrapeInterval,
  }: { readonly ruleFiles: readonly string[]; readonly scrapeInterval: string },
) => ({
  global: { scrape_interval: scrapeInterval, evaluation_interval: '1s' },
  rule_files: ruleFiles,
  scrape_configs: [
    {
      job_name: 'firstcome',
      static_configs: targets.map(({ part, url }) => ({
        targets: [new URL(url).host],
        labels: { part },
      })),
    },
  ],
})
