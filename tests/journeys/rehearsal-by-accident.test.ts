import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freePort } from '#tests/shop/a-child-shop.ts'
import { changeRows } from '#tests/shop/change-rows.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'
import { somePlace } from '#tests/shop/some-place.ts'

const admin = { ADMIN_EMAIL: 'chief@shop.example', ADMIN_PASSWORD: 'Chief-of-the-shop-2026!' }

/** Starts what would change the data, and gives what came of it. */
async function attempt(program: string, environment: NodeJS.ProcessEnv) {
  const ports = { HTTP_PORT: String(await freePort()), PRIVATE_PORT: String(await freePort()) }
  return runToEnd(program, { environment: { ...environment, ...ports, ...admin } })
}

test('a real shop never runs as a rehearsal, nor a rehearsal as a real shop', async () => {
  for (const [made, other, sentence] of [
    [
      '0',
      '1',
      /^REHEARSAL=1, but the data in .* are a real shop's: unset it, or name another place/m,
    ],
    [
      '1',
      '0',
      /^The data in .* are a rehearsal's, where no .* are real: set REHEARSAL=1, or name/m,
    ],
  ] as const) {
    await using place = await somePlace()
    const first = await attempt('run/migrate.ts', { ...place.environment, REHEARSAL: made })
    assert.equal(first.code, 0, first.told)
    for (const program of ['run/migrate.ts', 'run/crowd.ts', 'run/serve.ts']) {
      const { code, told } = await attempt(program, { ...place.environment, REHEARSAL: other })
      assert.equal(code, 78, `${program}: ${told}`)
      assert.match(told, sentence)
      assert.doesNotMatch(told, /\n +at /, 'no stack for the operator')
    }
    const again = await attempt('run/migrate.ts', { ...place.environment, REHEARSAL: made })
    assert.equal(again.code, 0, again.told)
  }
})

test('data that were there before there were marks count as real', async () => {
  await using place = await somePlace()
  const first = await attempt('run/migrate.ts', place.environment)
  assert.equal(first.code, 0, first.told)
  await changeRows(place.environment, 'stock', 'drop table shop_kind')
  const { code, told } = await attempt('run/serve.ts', { ...place.environment, REHEARSAL: '1' })
  assert.equal(code, 78, told)
})
