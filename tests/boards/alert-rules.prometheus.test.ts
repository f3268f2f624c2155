import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { shopParts } from '#run/services.ts'
import { findProgram } from '#tests/engines/find-program.ts'
import { type Rule, readRules } from './board-files.ts'

const root = join(import.meta.dirname, '../..')
const alerts = readRules('alerts.yml')
const signals = readRules('signals.yml').map(({ record }) => record)

test('each alert looks at one signal, and leads to its page, which says what to do', () => {
  for (const { alert, expr, annotations } of alerts) {
    const [, signal] = /^(firstcome:[\w:]+) [<>] [\d.e]+$/.exec(expr) ?? []
    assert.ok(signals.includes(signal), `${alert} looks at ${expr}`)
    const page = join(root, annotations?.runbook_url ?? '')
    assert.ok(existsSync(page), `${alert} has its page`)
    const text = readFileSync(page, 'utf8')
    assert.ok(text.startsWith(`# ${alert}\n`) && text.includes(expr), `${alert}: ${page}`)
    for (const part of ['What it means for shoppers', 'How to look', 'What to do']) {
      assert.ok(text.includes(`## ${part}`), `${alert}: ${part}`)
    }
  }
})

test('no page is left of an alert that is gone, and the list names each', () => {
  const folder = join(root, 'docs/runbooks')
  const list = readFileSync(join(folder, 'runbooks.md'), 'utf8')
  const pages = globSync(join(folder, '*.md')).map(file => basename(file))
  const known = alerts.map(({ annotations }) => basename(annotations?.runbook_url ?? ''))
  assert.deepEqual(pages.filter(page => page !== 'runbooks.md').sort(), known.sort())
  for (const page of known) assert.ok(list.includes(`](${page})`), page)
})

test('what the pages name is measured by that name, so that it can be pasted', () => {
  const told = readFileSync(join(root, 'docs/metrics.md'), 'utf8')
  const metrics = new Set([...told.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name))
  for (const file of globSync(join(root, 'docs/runbooks/*.md'))) {
    const text = readFileSync(file, 'utf8')
    const named = text.matchAll(/`([a-z]+(?:_[a-z0-9]+)+)|(firstcome_\w+)/g)
    for (const [, quoted, within] of named) {
      const metric = (quoted ?? within)?.replace(/_(bucket|sum|count)$/, '')
      assert.ok(metrics.has(metric), `${basename(file)}: ${metric}`)
    }
    const signalsNamed = text.matchAll(/firstcome:[\w:]+/g)
    for (const [name] of signalsNamed)
      assert.ok(signals.includes(name), `${basename(file)}: ${name}`)
  }
})

test('each part that a shop must have is missed when it is gone', () => {
  const counted = readRules('signals.yml').filter(({ record }) => record?.includes(':parts_up:'))
  assert.deepEqual(counted.map(({ labels }) => labels?.part).sort(), [...shopParts].sort())
  for (const { expr, labels } of counted) assert.ok(expr.includes(`(.* )?${labels?.part}( .*)?`))
})

test('memory is measured against the limits that the pods have', () => {
  const { parts } = parse(readFileSync(join(root, 'deploy/helm/values.yaml'), 'utf8')) as Values
  const { expr = '' } = readRules('signals.yml').find(isMemoryShare) ?? {}
  for (const [part, { resources }] of Object.entries(parts)) {
    const mebibytes = Number(resources.limits.memory.replace(/Mi$/, ''))
    const megabytes = Math.round((mebibytes * 1_048_576) / 1_000_000)
    const line = expr.split(' or ').find(each => new RegExp(`["|]${part}["|]`).test(each)) ?? expr
    assert.ok(line.trim().endsWith(` / ${megabytes}e6`), `${part}: ${megabytes} MB`)
  }
})

type Values = {
  readonly parts: Readonly<
    Record<string, { readonly resources: { readonly limits: { readonly memory: string } } }>
  >
}

const isMemoryShare = ({ record }: Rule) => record === 'firstcome:memory:share'

test('alerts fire when they must, and not otherwise, as promtool plays it', async () => {
  const promtool = await findProgram('promtool', 'prometheus')
  const file = join(root, 'deploy/prometheus/alerts.test.yml')
  const said = execFileSync(promtool, ['test', 'rules', file], { encoding: 'utf8' })
  assert.match(said, /SUCCESS/)
})
