import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { command } from '#run/command.ts'
import type { Figure, FigureModule } from './figure.ts'

const help = `
npm run bench [-- name …]

Measures the claims of the README and writes them, each with its commit, into bench/results.json.
Each is a ratio to a yardstick of the same run, or a count. Without names, all of them; with names,
those, and the others stay as they were. It takes some minutes and wants the machine for itself. Needs wrk (Debian: apt-get install wrk).
`

const endings = {
  0: 'where all was measured, whether or not a goal was reached',
  [exitCodes.unavailable]: 'where wrk or the packages are not to be had',
}
const folder = import.meta.dirname

await command({ help, endings, options: {}, arguments: true }, async ({ positionals }) => {
  const path = join(folder, 'results.json')
  const known = JSON.parse(await readFile(path, 'utf8')) as { figures: Figure[] }
  const ofCommit = commit()
  let figures: readonly Figure[] = positionals.length > 0 ? known.figures : []
  for (const { name, measure } of await chosenModules(positionals)) {
    const measured = await measure(sentence => console.error(`${name}: ${sentence}`))
    for (const figure of measured) console.log(asLine(figure))
    const kept = figures.filter(old => !measured.some(({ name }) => name === old.name))
    figures = [...kept, ...measured.map(figure => ({ ...figure, commit: ofCommit }))]
    // After each, lest a later one that breaks takes all with it.
    await writeFile(path, `${JSON.stringify({ ...machine(), figures }, null, 2)}\n`)
  }
})

async function chosenModules(names: readonly string[]): Promise<FigureModule[]> {
  const modules: FigureModule[] = await Promise.all(
    globSync('*.bench.ts', { cwd: folder }).map(file => import(join(folder, file))),
  )
  const known = modules.map(({ name }) => name)
  const unknown = names.filter(name => !known.includes(name))
  if (unknown.length > 0) {
    const sentence = `There is no figure ${unknown.join(', ')}. There are: ${known.join(', ')}.`
    throw new CannotGoOn(exitCodes.usage, sentence)
  }
  return modules.filter(({ name }) => names.length === 0 || names.includes(name))
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
