import assert from 'node:assert/strict'
import { existsSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { startChildShop, startProgram } from '#tests/shop/a-child-shop.ts'

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** What `npm run` offers, and the file that does it. */
const commands = Object.entries(scripts as Record<string, string>).flatMap(([name, line]) => {
  const [, program] = / run\/node24\.sh (?:--settings )?(\S+\.ts)$/.exec(line) ?? []
  return program === undefined ? [] : [{ name, program }]
})

async function run(
  program: string,
  line: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; told: string }> {
  const child = startProgram({ program, line, environment })
  const { code } = await child.ended
  return { code, told: child.output() }
}

const helps = new Map<string, ReturnType<typeof run>>()

/** Asked once: to start a program takes longest here. */
function helpOf(program: string): ReturnType<typeof run> {
  const told = helps.get(program) ?? run(program, ['--help'])
  helps.set(program, told)
  return told
}

/** The exit codes that a command's help tells of. */
async function endingsOf(program: string): Promise<number[]> {
  const [, endings = ''] = (await helpOf(program)).told.split('\nEnds with\n')
  return [...endings.matchAll(/^ +(\d+) {2}\S/gm)].map(([, code]) => Number(code))
}

test('every command explains itself, with all the ways in which it can end', async () => {
  assert.ok(commands.length >= 8, `${commands.length} commands were found`)
  for (const { name, program } of commands) {
    const { code, told } = await helpOf(program)
    assert.equal(code, 0, told)
    assert.match(told, new RegExp(`^npm (run )?${name}\\b`))
    const endings = await endingsOf(program)
    assert.deepEqual(
      [0, 64, 69, 70].filter(ending => !endings.includes(ending)),
      [],
      name,
    )
  }
})

test('a line that is wrong is told in one sentence, which says what is right', async () => {
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ...commands.map(
      ({ program }) =>
        [program, ['--nonsense'], /^npm .* has no option --nonsense: it has .*--help\.$/] as const,
    ),
    ['run/crowd.ts', ['--members', '1.5'], /^--members 1\.5: give a whole number from 1 to .*$/],
    ['tests/engines/all-engines.ts', ['--only', 'foo'], /^--only foo: give some of mariadb, .*$/],
  ]
  for (const [program, line, sentence] of wrong) {
    const { code, told } = await run(program, line)
    assert.equal(code, 64, `${program} ${line}: ${told}`)
    assert.match(told.trimEnd(), sentence)
  }
})

test('each misfortune has an exit code of its own, and the help of what can meet it tells so', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const at = (name: string) => `sqlite:${join(folder.path, name)}`
  const ports = { HTTP_PORT: '0', PRIVATE_PORT: '0' }
  writeFileSync(join(folder.path, 'file'), '')
  await run('run/migrate.ts', [], { ...ports, DATABASE_URL: at('newer') })
  const newer = new DatabaseSync(join(folder.path, 'newer', 'members.sqlite'))
  newer.exec("insert into schema_version values (999, 'from the future', 0)")
  newer.close()
  await using shop = await startChildShop()
  const lines: Readonly<Record<string, readonly string[]>> = {
    crowd: ['--out', join(folder.path, 'crowd.jsonl')],
    backup: [join(folder.path, 'backup')],
  }

  const misfortunes: readonly (readonly [number, NodeJS.ProcessEnv, readonly string[]])[] = [
    [78, { DAY_MS: 'one' }, ['start', 'serve', 'migrate', 'crowd']],
    [73, { ...ports, DATABASE_URL: at('file') }, ['start', 'serve', 'migrate', 'crowd']],
    [65, { ...ports, DATABASE_URL: at('newer') }, ['start', 'serve', 'migrate', 'crowd', 'backup']],
    [75, { ...shop.environment, ...ports }, ['start', 'serve', 'migrate']],
    [69, { ...shop.environment, DATABASE_URL: at('other') }, ['start', 'serve']],
  ]
  for (const [expected, environment, names] of misfortunes) {
    for (const { name, program } of commands.filter(each => names.includes(each.name))) {
      const line = lines[name] ?? []
      const { code, told } = await run(program, line, environment)
      assert.equal(code, expected, `${name}: ${told}`)
      assert.ok((await endingsOf(program)).includes(expected), `${name} tells of ${expected}`)
    }
  }
  assert.ok(!existsSync(join(folder.path, 'backup')), 'of what is refused nothing is left')
  const nowhere = join(folder.path, 'nowhere.json')
  const unread = await run('run/verify.ts', [nowhere, '--jwks', nowhere])
  assert.deepEqual([unread.code, (await endingsOf('run/verify.ts')).includes(66)], [66, true])
})
