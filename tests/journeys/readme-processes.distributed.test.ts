import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort, startProgram } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { httpClient } from '#tests/shop/http-client.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')

/** The lines of the first block for a shell under this heading. */
function blockOf(text: string, heading: string): string {
  const section = text.slice(text.indexOf(`\n## ${heading}\n`))
  const [, block] = /^```sh$((?:.|\n)*?)^```$/m.exec(section) ?? []
  assert.ok(block !== undefined, `there is a block under ${heading}`)
  return block
}

const processes = blockOf(read('README.md'), 'In many processes').replace(
  /^npm run engines.*$/m,
  '',
)

test('the processes of the README, started as it says, sell a unit and prove it', async () => {
  assert.equal(
    blockOf(read('README.ko.md'), '여러 프로세스로').replace(/^npm run engines.*$/m, ''),
    processes,
    'both languages say the same',
  )
  await using place = await someDistributedPlace()
  const admin = { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: randomUUID() }
  const environment = { ...place.environment, ...admin, HTTP_PORT: String(await freePort()) }
  const SHOP = `http://localhost:${environment.HTTP_PORT}`
  const shop = startProgram({
    program: 'bash',
    line: ['-c', `${processes.trimEnd()} &\ntrap 'kill $(jobs -p)' TERM\nwait\nwait`],
    environment,
  })
  try {
    const call = httpClient(SHOP)
    const isReady = async () => (await call('GET /readyz').catch(() => null))?.status === 200
    await eventually('a shop that is whole', isReady, 60_000)
    const tour = startProgram({
      program: 'bash',
      line: ['-c', `set -eu\n${blockOf(read('README.md'), 'A tour')}`],
      environment: { SHOP, ...admin },
    })
    const { code } = await tour.ended
    assert.equal(code, 0, `${tour.output()}\n${shop.output()}`)
    assert.doesNotMatch(shop.output(), /members do not tell|ADMIN_PASSWORD is/)
    assert.match(tour.output(), / 1 sold, 0 held, 2 free\.\nVerified\.\n$/)
  } finally {
    shop.signal('SIGTERM')
    await shop.ended
  }
})
