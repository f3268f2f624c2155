import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { Problem } from '#contracts/problems.ts'
import { passwords } from './password.ts'

suite('A password', () => {
  test('is stored as an argon2id hash of 19 MiB, 2 passes, 1 lane, with a salt of its own', async () => {
    const { hash } = passwords({ concurrent: 1, waiting: 1 })
    const [first, second] = await Promise.all([hash('open sesame'), hash('open sesame')])
    const form = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/
    assert.match(first, form)
    assert.match(second, form)
    assert.notEqual(first, second)
  })

  test('opens the account, and no other does', async () => {
    const { hash, verify } = passwords({ concurrent: 1, waiting: 0 })
    const phc = await hash('open sesame')
    assert.equal(await verify('open sesame', phc), true)
    assert.equal(await verify('open sesamE', phc), false)
    assert.equal(await verify('', phc), false)
  })

  test('is the same from every keyboard: composed, decomposed, full width', async () => {
    const { hash, verify } = passwords({ concurrent: 1, waiting: 0 })
    const phc = await hash('선착순 café')
    assert.equal(await verify('선착순 café'.normalize('NFD'), phc), true)
    assert.equal(await verify('선착순 cafe', phc), false)
    assert.equal(await verify('ABC123', await hash('\uff21\uff22\uff23\uff11\uff12\uff13')), true)
  })

  test('hashed by the reference implementation, at another cost, is understood', async () => {
    // From test.c of https://github.com/P-H-C/phc-winner-argon2
    const phc =
      '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    const { verify } = passwords({ concurrent: 1, waiting: 0 })
    assert.equal(await verify('password', phc), true)
    assert.equal(await verify('passwore', phc), false)
  })

  test('never opens an account that does not exist, whatever it is', async () => {
    const { verifyAgainstNobody } = passwords({ concurrent: 1, waiting: 0 })
    assert.equal(await verifyAgainstNobody('open sesame'), false)
  })

  test('compared with something else than a hash is a defect, not a refusal', async () => {
    const { verify } = passwords({ concurrent: 1, waiting: 0 })
    for (const phc of ['', 'open sesame', '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgL']) {
      await assert.rejects(verify('open sesame', phc), { name: 'AssertionError' })
    }
  })
})

suite('A rush of logins', () => {
  test('is served in order up to the bound, and told to try again beyond', async () => {
    const { verify, verifyAgainstNobody } = passwords({ concurrent: 1, waiting: 2 })
    const phc =
      '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    const served: string[] = []
    const outcomes = await Promise.allSettled([
      verify('password', phc).then(() => served.push('first')),
      verifyAgainstNobody('password').then(() => served.push('second')),
      verify('password', phc).then(() => served.push('third')),
      verify('password', phc),
      verifyAgainstNobody('password'),
    ])
    assert.deepEqual(served, ['first', 'second', 'third'])
    const refused = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome] : []))
    assert.equal(refused.length, 2)
    for (const { reason } of refused) {
      assert(reason instanceof Problem)
      assert.equal(reason.code, 'try_again')
    }
    assert.equal(await verify('password', phc), true)
  })

  test('gets of the processor what a drop leaves, where threads have priorities', async () => {
    await passwords({ concurrent: 1, waiting: 0 }).hash('open sesame')
    assert.equal(nicenesses().includes(10), existsSync('/proc/thread-self'))
  })

  test('goes on after a login that broke', async () => {
    const { verify } = passwords({ concurrent: 1, waiting: 0 })
    const impossible =
      '$argon2id$v=19$m=1,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    await assert.rejects(verify('password', impossible))
    assert.equal(await verify('password', impossible.replace('m=1,', 'm=256,')), true)
  })
})

/** Of each thread of this process: the seventeenth number behind its name (proc(5)). */
function nicenesses(): number[] {
  const threads = '/proc/self/task'
  if (!existsSync(threads)) return []
  return readdirSync(threads).map(thread => {
    const [, numbers = ''] = readFileSync(`${threads}/${thread}/stat`, 'utf8').split(') ')
    return Number(numbers.split(' ')[16])
  })
}
