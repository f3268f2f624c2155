import assert from 'node:assert/strict'
import { mkdtempDisposableSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { startChildShop } from '#tests/shop/a-child-shop.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'

const temporaryFolder = () => mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))

test('a second shop on the same data is refused, and the first does not notice', async () => {
  await using shop = await startChildShop()
  for (const program of ['run/start.ts', 'run/serve.ts', 'run/migrate.ts']) {
    const { code, told } = await runToEnd(program, {
      environment: { ...shop.environment, HTTP_PORT: '0', PRIVATE_PORT: '0' },
    })
    assert.equal(code, 75, told)
    assert.match(told, /Another Firstcome runs on .* already\. Stop it first/)
    assert.doesNotMatch(told, /\n +at /, 'no stack for the operator')
  }
  await shop.signUp()
})

test('a port that is taken is named, with what to do', async () => {
  await using shop = await startChildShop()
  using folder = temporaryFolder()
  const environment = { ...shop.environment, DATABASE_URL: `sqlite:${folder.path}` }
  const { code, told } = await runToEnd('run/serve.ts', { environment })
  assert.equal(code, 69, told)
  assert.match(told, /Port \d+ is taken\. .* set HTTP_PORT/)
  const again = { ...environment, HTTP_PORT: '0' }
  assert.match((await runToEnd('run/start.ts', { environment: again })).told, /set .*PRIVATE_PORT/)
  assert.deepEqual(readdirSync(folder.path), [], 'nothing is made before')
})

test('a wrong configuration is told whole, before anything is touched', async () => {
  using folder = temporaryFolder()
  const dataFolder = join(folder.path, 'data')
  const environment = { DATABASE_URL: `sqlite:${dataFolder}`, HTTP_PORT: '80 80', DAY_MS: '1e3' }
  for (const program of ['run/start.ts', 'run/serve.ts', 'run/crowd.ts', 'run/migrate.ts']) {
    const { code, told } = await runToEnd(program, { environment })
    assert.equal(code, 78, told)
    assert.match(told, /HTTP_PORT: "80 80" is not possible\. Give(.|\n)*DAY_MS: "1e3"/)
    assert.equal(statSync(dataFolder, { throwIfNoEntry: false }), undefined)
  }
})

test('a folder that cannot be made, and data of a newer version, are told in a sentence', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  const ports = { HTTP_PORT: '0', PRIVATE_PORT: '0' }
  const inFile = await runToEnd('run/serve.ts', {
    environment: { ...ports, DATABASE_URL: `sqlite:${file}` },
  })
  assert.equal(inFile.code, 73, inFile.told)
  assert.match(inFile.told, /is a file\. Move it away/)

  const environment = { ...ports, DATABASE_URL: `sqlite:${join(folder.path, 'data')}` }
  assert.equal((await runToEnd('run/migrate.ts', { environment })).code, 0)
  const database = new DatabaseSync(join(folder.path, 'data', 'orders.sqlite'))
  database.exec("insert into schema_version values (999, 'from the future', 0)")
  database.close()
  const newer = await runToEnd('run/serve.ts', { environment })
  assert.equal(newer.code, 65, newer.told)
  assert.match(newer.told, /The orders database has schema 999, .* Run the newer version/)
})

test('every command explains itself, and a wrong line is answered with how it is right', async () => {
  const commands = ['start', 'serve', 'migrate', 'crowd', 'verify', 'check', 'test']
  for (const name of commands) {
    const program = `run/${name}.ts`
    const { code, told } = await runToEnd(program, { line: ['--help'] })
    assert.equal(code, 0, told)
    assert.match(told, new RegExp(`^npm (run )?${name}\\b`), told)
    const wrong = await runToEnd(program, { line: ['--nonsense'] })
    assert.notEqual(wrong.code, 0)
    const how = new RegExp(`^npm (run )?${name} has no option --nonsense: it has .*--help`)
    assert.match(wrong.told, how)
  }
  const some = await runToEnd('run/serve.ts', { line: ['stock'] })
  assert.equal(some.code, 78)
  assert.match(some.told, /distributed profile/)
  assert.equal((await runToEnd('run/serve.ts', { line: ['shop'] })).code, 64)
})

test('a crowd is made on a fresh folder, and the shop that comes later knows it', async () => {
  using folder = temporaryFolder()
  const out = join(folder.path, 'crowd.jsonl')
  const environment = {
    DATABASE_URL: `sqlite:${join(folder.path, 'data')}`,
    PUBLIC_URL: 'http://shop.example',
  }
  const line = ['--members', '3', '--out', out]
  assert.equal((await runToEnd('run/crowd.ts', { line, environment })).code, 0)
  const [first = ''] = readFileSync(out, 'utf8').split('\n')
  await using shop = await startChildShop({ environment })
  const me = await shop.call('GET /api/members/me', { as: JSON.parse(first) })
  assert.equal(expectAnswer<{ email: string }>(me, 200).email, JSON.parse(first).email)
})
