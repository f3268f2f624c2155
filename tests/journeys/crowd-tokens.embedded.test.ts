import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startChildShop, startProgram } from '#tests/shop/a-child-shop.ts'

test('whoever makes a crowd for another address than the shop has is told whose tokens these are', async () => {
  await using shop = await startChildShop()
  const line = ['--members', '1', '--out', join(shop.dataFolder, '..', 'crowd.jsonl')]
  async function crowd(settings: NodeJS.ProcessEnv): Promise<string> {
    const environment = { ...shop.environment, ...settings }
    const made = startProgram({ program: 'run/crowd.ts', line, environment })
    const { code } = await made.ended
    assert.equal(code, 0, made.output())
    return made.output()
  }
  assert.doesNotMatch(await crowd({}), /tokens are for/)
  const told = await crowd({ PUBLIC_URL: 'http://localhost:9' })
  assert.match(told, /tokens are for the shop at http:\/\/localhost:9, .*Any other refuses them/)
})
