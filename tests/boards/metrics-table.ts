import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writesDocs } from './write-docs.ts'

const page = join(import.meta.dirname, '../../docs/metrics.md')

/** What one metric is, as its process tells it. */
type Described = {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly labels: readonly string[]
}

/**
 * That docs/metrics.md names each metric that these processes tell, with its type, labels and
 * meaning, and no other. With UPDATE_DOCS=1 it is written anew.
 *
 * @param privateUrls Of processes that together are a whole shop over all engines.
 */
export async function assertDescribed(privateUrls: readonly string[]): Promise<void> {
  const texts = await Promise.all(
    privateUrls.map(async url => (await fetch(`${url}/metrics`)).text()),
  )
  const table = tableOf(describedIn(texts))
  const before = readFileSync(page, 'utf8')
  const after = `${before.slice(0, before.indexOf('| metric |'))}${table}\n`
  if (writesDocs()) writeFileSync(page, after)
  else assert.equal(before, after, 'UPDATE_DOCS=1 writes docs/metrics.md anew')
}

/** The metrics of these texts together, by name: our own, and not Node's. */
function describedIn(texts: readonly string[]): readonly Described[] {
  const all = new Map<string, Described>()
  for (const text of texts) {
    for (const family of text.split(/^(?=# HELP firstcome_)/m)) {
      const described = familyIn(family)
      if (described === null) continue
      const known = all.get(described.name)
      const labels = [...new Set([...(known?.labels ?? []), ...described.labels])]
      all.set(described.name, { ...described, labels })
    }
  }
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function familyIn(text: string): Described | null {
  const [, name, help] = /^# HELP (firstcome_\w+) (.*)$/m.exec(text) ?? []
  const [, type] = /^# TYPE \w+ (\w+)$/m.exec(text) ?? []
  if (name === undefined || help === undefined || type === undefined) return null
  const labels = [...text.matchAll(/[{,](\w+)="/g)].map(([, label]) => label ?? '')
  const own = new Set(labels.filter(label => label !== 'le'))
  return { name, type, help, labels: [...own] }
}

const tableOf = (metrics: readonly Described[]): string =>
  [
    '| metric | type | labels | meaning |',
    '|---|---|---|---|',
    ...metrics.map(
      ({ name, type, labels, help }) =>
        `| \`${name}\` | ${type} | ${labels.map(label => `\`${label}\``).join(' ')} | ${help} |`,
    ),
  ].join('\n')
