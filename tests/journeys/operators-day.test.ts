import assert from 'node:assert/strict'
import { mkdtempDisposableSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import { startChildShop, startProgram } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'

const temporaryFolder = () => mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))

/** Runs a command to its end: what it said, and its exit code. */
async function run(
  program: string,
  { line = [], environment = {} }: { line?: string[]; environment?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number | null; told: string }> {
  const child = startProgram({ program, line, environment })
  const { code } = await child.ended
  return { code, told: child.output() }
}

test('a second shop on the same data is refused, and the first does not notice', async () => {
  await using shop = await startChildShop()
  for (const program of ['run/start.ts', 'run/serve.ts', 'run/migrate.ts']) {
    const { code, told } = await run(program, {
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
  const { code, told } = await run('run/serve.ts', { environment })
  assert.equal(code, 69, told)
  assert.match(told, /Port \d+ is taken\. .* set HTTP_PORT/)
  const again = { ...environment, HTTP_PORT: '0' }
  assert.match((await run('run/serve.ts', { environment: again })).told, /set .*PRIVATE_PORT/)
})

test('a wrong configuration is told whole, before anything is touched', async () => {
  using folder = temporaryFolder()
  const dataFolder = join(folder.path, 'data')
  const environment = { DATABASE_URL: `sqlite:${dataFolder}`, HTTP_PORT: '80 80', DAY_MS: '1e3' }
  for (const program of ['run/start.ts', 'run/serve.ts', 'run/crowd.ts', 'run/migrate.ts']) {
    const { code, told } = await run(program, { environment })
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
  const inFile = await run('run/serve.ts', {
    environment: { ...ports, DATABASE_URL: `sqlite:${file}` },
  })
  assert.equal(inFile.code, 73, inFile.told)
  assert.match(inFile.told, /is a file\. Move it away/)

  const environment = { ...ports, DATABASE_URL: `sqlite:${join(folder.path, 'data')}` }
  assert.equal((await run('run/migrate.ts', { environment })).code, 0)
  const database = new DatabaseSync(join(folder.path, 'data', 'orders.sqlite'))
  database.exec("insert into schema_version values (999, 'from the future', 0)")
  database.close()
  const newer = await run('run/serve.ts', { environment })
  assert.equal(newer.code, 69, newer.told)
  assert.match(newer.told, /The orders database has schema 999, .* Run the newer version/)
})

test('every command explains itself, and a wrong line is answered with how it is right', async () => {
  const commands = ['start', 'serve', 'migrate', 'crowd', 'verify', 'check', 'test']
  for (const name of commands) {
    const program = `run/${name}.ts`
    const { code, told } = await run(program, { line: ['--help'] })
    assert.equal(code, 0, told)
    assert.match(told, new RegExp(`^npm (run )?${name}\\b`), told)
    const wrong = await run(program, { line: ['--nonsense'] })
    assert.notEqual(wrong.code, 0)
    assert.match(wrong.told, /--nonsense(.|\n)*npm (run )?\w+/)
  }
  const some = await run('run/serve.ts', { line: ['stock'] })
  assert.equal(some.code, 78)
  assert.match(some.told, /distributed profile/)
  assert.equal((await run('run/serve.ts', { line: ['shop'] })).code, 64)
})

test('a crowd is made beside a running shop, and its members buy', async () => {
  await using shop = await startChildShop()
  const out = join(shop.dataFolder, '..', 'crowd.jsonl')
  const line = ['--members', '1001', '--out', out]
  const { code, told } = await run('run/crowd.ts', { line, environment: shop.environment })
  assert.equal(code, 0, told)
  assert.equal(statSync(out).mode & 0o777, 0o600)
  const members = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map(text => JSON.parse(text) as { memberId: string; email: string; accessToken: string })
  assert.equal(new Set(members.map(({ memberId }) => memberId)).size, 1_001)
  const [first] = members
  assert.ok(first !== undefined)
  await shop.buy(first, await shop.makeDrop())
})

test('a crowd is made on a fresh folder, and the shop that comes later knows it', async () => {
  using folder = temporaryFolder()
  const out = join(folder.path, 'crowd.jsonl')
  const environment = {
    DATABASE_URL: `sqlite:${join(folder.path, 'data')}`,
    PUBLIC_URL: 'http://shop.example',
  }
  const line = ['--members', '3', '--out', out]
  assert.equal((await run('run/crowd.ts', { line, environment })).code, 0)
  const [first = ''] = readFileSync(out, 'utf8').split('\n')
  await using shop = await startChildShop({ environment })
  const me = await shop.call('GET /api/members/me', { as: JSON.parse(first) })
  assert.equal(expectAnswer<{ email: string }>(me, 200).email, JSON.parse(first).email)
})

test('asked to end, it answers what is in flight, lets nobody new in, and goes with 0', async () => {
  await using shop = await startChildShop({ environment: { SIMULATOR_DELAY_MS: '700' } })
  const minji = await shop.signUp()
  const { orderId } = expectAnswer<Static<typeof Reserved>>(
    await shop.reserve(minji, await shop.makeDrop()),
    201,
  )
  const { paymentId } = expectAnswer<Payment>(await shop.enter(minji, orderId), 201)
  const paying = shop.confirm(minji, paymentId)
  await eventually('a payment on its way', async () => {
    return (await shop.readPayment(minji, paymentId)).state === 'confirming'
  })
  const fromMs = performance.now()
  const ended = shop.stop()
  assert.equal(expectAnswer<Payment>(await paying, 200).state, 'captured')
  assert.deepEqual(await ended, { code: 0, signal: null }, shop.output())
  assert.ok(performance.now() - fromMs < 10_000)

  await shop.start()
  await shop.orderThatIs(minji, orderId, 'paid')
})
