import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import {
  aFile,
  aHead,
  aReceipt,
  aShop,
  dropId,
  folder,
  jwksFile,
  verify,
} from './ledger/verify-under-test.ts'

suite('verify, called wrongly or in vain', { concurrency: 2 }, () => {
  test('shows its help', async () => {
    const { exitCode, stdout } = await verify('--help')
    assert.equal(exitCode, 0)
    assert.match(stdout, /--ledger URL/)
  })

  for (const args of [[], ['--frob'], ['r', 'r'], ['--ledger', 'a', '--url', 'b']]) {
    test(`ends with 64 and says how it is right after [${args.join(' ')}]`, async () => {
      const { exitCode, stderr } = await verify(...args)
      assert.equal(exitCode, 64)
      assert.match(
        stderr,
        /has no option --frob: it has --ledger|Name one receipt|--url needs an address/,
      )
    })
  }

  test('ends with 66 where there is nothing to judge', async () => {
    const closed = await aShop([], aHead([]))
    await closed[Symbol.asyncDispose]()
    await using shop = await aShop([], aHead([]))
    const receipt = await aFile('r3.json', aReceipt())
    const noReceipt = await aFile('no.json', { position: 1 })
    const noJson = await aFile('no.txt', 'certainly')
    const attempts: readonly (readonly [RegExp, readonly string[]])[] = [
      [/^There is no file .*gone\.json\.$/m, [join(folder, 'gone.json'), '--jwks', jwksFile]],
      [/is not what was expected/, [noReceipt, '--jwks', jwksFile]],
      [/no\.txt cannot be read/, [receipt, '--jwks', noJson]],
      [/^There is no file .*gone\.json\.$/m, ['--ledger', 'gone.json', '--jwks', jwksFile]],
      [/is not what was expected/, ['--ledger', receipt, '--jwks', jwksFile]],
      [/answers 404/, ['--ledger', `${shop.origin}/api/drops/${dropId}`]],
      // Whatever the shop says: the file is looked at first.
      [/^There is no file/, [join(folder, 'gone.json'), '--url', closed.origin]],
      [
        /cannot be read: connect ECONNREFUSED.*Name the shop with --url/,
        [receipt, '--url', closed.origin],
      ],
    ]
    for (const [why, args] of attempts) {
      const { exitCode, stderr } = await verify(...args)
      assert.match(stderr, why)
      assert.equal(exitCode, 66)
    }
  })
})
