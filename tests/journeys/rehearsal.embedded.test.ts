import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempDisposableSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openRows } from '#tests/invariants/shop-rows-store.ts'
import { environmentWith, startChildShop, startProgram } from '#tests/shop/a-child-shop.ts'
import { endsWithUs } from '#tests/shop/ends-with-us.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'

const temporaryFolder = () => mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
const small = ['--buyers', '120', '--units', '6', '--over', '1', '--hold', '1000', '--seed', '7']

test('a rehearsal judges every promise, draws a report that stands alone, and compares it with the last', async () => {
  using folder = temporaryFolder()
  const report = join(folder.path, 'report.html')
  const line = [...small, '--report', report]
  // A real shop's settings, of which nothing may be used.
  const real = join(folder.path, 'real')
  const environment = {
    ...{ DATABASE_URL: `sqlite:${real}`, SMTP_URL: 'smtp://127.0.0.1:1' },
    ...{ PAYMENT_PROVIDER: 'toss', HTTP_PORT: '1' },
  }
  const first = await runToEnd('run/rehearse.ts', { line, environment })
  assert.equal(first.code, 0, first.told)
  assert.match(first.told, /120 of 120 buyers(.|\n)*✓ No unit is sold twice(.|\n)*It held\. Seed 7/)
  assert.doesNotMatch(first.told, /✗/)
  const page = readFileSync(report, 'utf8')
  assert.doesNotMatch(
    page,
    /<script(?! type="application\/json")|https?:\/\/(?!www\.w3)|<link|<img/,
  )
  assert.doesNotMatch(page, /NaN|undefined|Infinity|Bearer/)
  assert.doesNotMatch(page, /Beside the last rehearsal/)

  const nowhere = [...small, '--report', join(folder.path, 'no', 'report.html')]
  const unwritten = await runToEnd('run/rehearse.ts', { line: nowhere })
  assert.equal(unwritten.code, 73, unwritten.told)

  const notes = join(folder.path, 'notes.html')
  writeFileSync(notes, 'my own notes')
  const spared = await runToEnd('run/rehearse.ts', { line: [...small, '--report', notes] })
  assert.equal(spared.code, 73, spared.told)
  assert.match(spared.told, /notes\.html is no report of a rehearsal, and would be written over/)
  assert.equal(readFileSync(notes, 'utf8'), 'my own notes')

  const inKorean = [...line, '--language', 'ko']
  const again = await runToEnd('run/rehearse.ts', { line: inKorean, environment })
  assert.equal(again.code, 0, again.told)
  assert.match(again.told, /✓ 한 개를 두 번 팔지 않고(.|\n)*잘 버텼어요\. 시드 7\./)
  const korean = readFileSync(report, 'utf8')
  assert.match(korean, /<html lang="ko">(.|\n)*지난 리허설과 비교/)
  assert.deepEqual(englishIn(korean), [])
  await assert.rejects(async () => readFileSync(real), /ENOENT/)
})

test('a rehearsal that is ended by Ctrl-C leaves nothing of its copy, and says so', async () => {
  using folder = temporaryFolder()
  const rehearse = [process.execPath, 'run/rehearse.ts', '--report', join(folder.path, 'a.html')]
  const [program = '', ...line] = [...endsWithUs, ...rehearse]
  const env = environmentWith({ TMPDIR: folder.path })
  // A group of its own, as a terminal gives it: all of it hears the signal.
  const child = spawn(program, line, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let told = ''
  child.stderr?.setEncoding('utf8').on('data', text => {
    told += text
  })
  await eventually('the copy is being made', () => /members/.test(told))
  process.kill(-(child.pid ?? 0), 'SIGINT')
  const [, signal] = await once(child, 'exit')
  assert.equal(signal, 'SIGINT')
  assert.match(told, /No verdict: .*\n$/)
  await eventually('nothing is left', () => readdirSync(folder.path).length === 0)
})

test('a rehearsal that is ended when its crowd is done leaves nothing of its copy either, and no stack', async () => {
  const program = 'tests/journeys/copy-to-be-ended.ts'
  for (const [signal, when] of [
    ['SIGINT', 'closing'],
    ['SIGINT', 'closed'],
    // It can take nothing away itself: the copy does.
    ['SIGKILL', 'closing'],
  ] as const) {
    using folder = temporaryFolder()
    const environment = { TMPDIR: folder.path }
    const { ended, output } = startProgram({ program, line: [signal, when], environment })
    assert.equal((await ended).signal, signal, output())
    await eventually(`nothing is left of ${when}`, () => readdirSync(folder.path).length === 0)
    assert.match(output(), signal === 'SIGINT' ? /^\nNo verdict: .*\n$/ : /^$/)
  }
})

test('a rehearsal of a shop that is none is refused before anything is written there', async () => {
  await using shop = await startChildShop()
  using folder = temporaryFolder()
  const line = [...small, '--report', join(folder.path, 'report.html'), '--url', shop.url]
  const before = await countAll(shop.dataFolder)
  for (const settings of [{}, { REHEARSAL: '1' }]) {
    const environment = { ...shop.environment, ...settings }
    const { code, told } = await runToEnd('run/rehearse.ts', { line, environment })
    assert.equal(code, 78, told)
    assert.match(told, /is no rehearsal: its units, money and mails are real/)
  }
  assert.deepEqual(await countAll(shop.dataFolder), before)
  const nobody = await runToEnd('run/rehearse.ts', {
    line: [...line, '--url', 'http://localhost:1'],
  })
  assert.equal(nobody.code, 69)
  assert.match(nobody.told, /^No shop answers at .*\n$/)
  assert.deepEqual(readdirSync(folder.path), [], 'no report of what was not held')
})

test('a shop that runs as a rehearsal says so to everybody, and is rehearsed where it runs', async () => {
  await using shop = await startChildShop({ environment: { REHEARSAL: '1' } })
  const { body } = await shop.call('GET /api/time')
  assert.equal((body as { rehearsal?: boolean }).rehearsal, true)
  using folder = temporaryFolder()
  const line = [...small, '--report', join(folder.path, 'report.html'), '--url', shop.url]
  const before = await countAll(shop.dataFolder)
  for (const [wrong, sentence] of [
    [{ ADMIN_PASSWORD: 'of-another-shop-2026!' }, /^The shop at .* lets nobody in as .*\n$/],
    [{ PUBLIC_URL: 'https://elsewhere.example' }, /^The shop at .* has PUBLIC_URL=.*\n$/],
  ] as const) {
    const environment = { ...shop.environment, ...wrong }
    const refused = await runToEnd('run/rehearse.ts', { line, environment })
    assert.equal(refused.code, 78, refused.told)
    assert.match(refused.told, sentence)
  }
  assert.deepEqual(await countAll(shop.dataFolder), before)
  assert.deepEqual(readdirSync(folder.path), [])
  const { code, told } = await runToEnd('run/rehearse.ts', { line, environment: shop.environment })
  assert.equal(code, 0, told)
  const { orders } = await countAll(shop.dataFolder)
  assert.ok(orders >= 6, `${orders} orders stand in that shop`)
})

test('a crowd never goes into the database of another shop than the one that is rehearsed', async () => {
  await using rehearsed = await startChildShop({ environment: { REHEARSAL: '1' } })
  await using other = await startChildShop()
  using folder = temporaryFolder()
  const line = [...small, '--report', join(folder.path, 'report.html'), '--url', rehearsed.url]
  const before = await countAll(other.dataFolder)
  const empty = join(folder.path, 'empty')
  for (const DATABASE_URL of [other.environment.DATABASE_URL, `sqlite:${empty}`]) {
    const environment = { ...rehearsed.environment, DATABASE_URL }
    const { code, told } = await runToEnd('run/rehearse.ts', { line, environment })
    assert.equal(code, 78, told)
    assert.match(told, /keys .* are not those of the shop at/)
  }
  assert.deepEqual(await countAll(other.dataFolder), before)
  assert.ok(!existsSync(join(empty, 'keys.json')), 'no keys are made where none were')
})

/** Words that a reader of Korean meets, but for names, units and the codes of the API. */
function englishIn(page: string): readonly string[] {
  const text = page.replace(/<(style|script)(.|\n)*?<\/\1>|<[^>]+>/g, ' ')
  const ours = /^(npm|run|rehearse|Firstcome|UTC|CPU|ms|s|\w+_\w+)$/
  return (text.match(/[A-Za-z_]+/g) ?? []).filter(word => !ours.test(word))
}

async function countAll(dataFolder: string) {
  await using rows = await openRows(`sqlite:${dataFolder}`)
  const count = async (service: 'members' | 'stock' | 'orders', table: string) => {
    const [row] = await rows.all<{ n: number }>(service, `select count(*) as n from ${table}`)
    return row?.n ?? 0
  }
  return {
    members: await count('members', 'member'),
    drops: await count('stock', 'drop_sale'),
    orders: await count('orders', 'order_header'),
  }
}
