import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startChildShop } from '#tests/shop/a-child-shop.ts'
import { startPrometheus } from './a-prometheus.ts'
import { aSmallRush } from './a-small-rush.ts'
import { withoutData } from './ask-all.ts'

const SECONDS = 20

test('in a rush every panel of every board has data, and nobody is called', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-boards-'))
  await using shop = await startChildShop()
  const targets = [{ part: 'all', url: shop.privateUrl }]
  await using prometheus = await startPrometheus(folder.path, targets)
  await aSmallRush(shop, SECONDS)
  assert.deepEqual(await withoutData(prometheus, SECONDS, { isApart: false }), [])
  assert.deepEqual(await prometheus.firing(), [])
})
