import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startChildShop, startProgram } from '#tests/shop/a-child-shop.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')

test('the tour of the README, pasted as it stands, sells a unit and proves it', async () => {
  const [, tour] = /^## A tour$(?:.|\n)*?^```sh$((?:.|\n)*?)^```$/m.exec(readme) ?? []
  assert.ok(tour !== undefined, 'the README has a tour')
  // As a newcomer starts it: no admin is configured, the password lies in the data folder.
  await using shop = await startChildShop({
    program: 'run/start.ts',
    environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' },
  })
  const bash = startProgram({
    program: 'bash',
    line: ['-c', `set -eu\n${tour}`],
    environment: { SHOP: shop.url, DATA: shop.dataFolder },
  })
  const { code } = await bash.ended
  const told = bash.output()
  assert.equal(code, 0, told)
  assert.match(told, /drop_not_open\n(.|\n)*"state":"captured"(.|\n)*"state":"paid"/)
  assert.match(
    told,
    /Verified\.(.|\n)*1 reservation of 3 units: 1 sold, 0 held, 2 free\.\nVerified\.\n$/,
  )
})
