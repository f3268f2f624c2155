import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Figure, FigureModule } from './figure.ts'

const help = `
npm run bench [-- name …]

Measures the claims of the README and writes bench/results.json. Each is a ratio to a yardstick of
the same run, or a count. Without names, all of them; it takes some minutes and wants the machine
for itself. Needs wrk (Debian: apt-get install wrk).
`

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean' } },
  allowPositionals: true,
})
if (values.help) {
  console.log(help.trim())
  process.exit(0)
}

const folder = import.meta.dirname
const modules: FigureModule[] = await Promise.all(
  globSync('*.bench.ts', { cwd: folder }).map(file => import(join(folder, file))),
)
const chosen = modules.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
if (chosen.length === 0) {
  console.error(
    `There is no such figure. There are: ${modules.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(64)
}

const figures: Figure[] = []
for (const { name, measure } of chosen) {
  const measured = await measure(sentence => console.error(`${name}: ${sentence}`))
  for (const figure of measured) console.log(asLine(figure))
  figures.push(...measured)
}
if (positionals.length === 0) {
  const results = { ...machine(), commit: commit(), figures }
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
}

function asLine({ name, value, unit, goal, reached, tool }: Figure): string {
  return `${reached ? '✓' : '✗'} ${name}: ${value} ${unit} (goal ${goal}; ${tool})`
}

function machine() {
  const [cpu] = cpus()
  return {
    machine: `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
  }
}

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()
}
