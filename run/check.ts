import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { command } from './command.ts'

const help = `
npm run check

Looks at the whole tree without running it: the types (tsc), the rules of style and the
format (biome).
`

const endings = { 0: 'where all is well', 1: 'where something is not' }

const checks = {
  types: ['node_modules/.bin/tsc'],
  'types of the web': ['node_modules/.bin/tsc', '-p', 'web'],
  style: ['node_modules/.bin/biome', 'check', '--error-on-warnings'],
} as const

/** Runs all at once. True where none found anything. */
export async function checkTree(): Promise<boolean> {
  const results = await Promise.all(Object.entries(checks).map(([name, line]) => check(name, line)))
  return results.every(Boolean)
}

async function check(name: string, [program, ...line]: readonly [string, ...string[]]) {
  const startedMs = performance.now()
  const child = spawn(program, line, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => said.push(text))
  const [code] = await once(child, 'close')
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
  if (code !== 0) process.stdout.write(Buffer.concat(said))
  console.log(`${code === 0 ? '✔' : '✖'} ${name} (${seconds} s)`)
  return code === 0
}

if (import.meta.main) {
  await command({ help, endings, options: {} }, async () => {
    if (!(await checkTree())) process.exitCode = 1
  })
}
