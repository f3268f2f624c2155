import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mock, suite, test } from 'node:test'
import { newClientName, proofDesk, type Sealer, sealerFor } from './rpc-proof.ts'

const key = randomBytes(32)
const path = '/rpc/stock/reserve'
const body = Buffer.from('[{"input":{}}]')

function met(desk: ReturnType<typeof proofDesk>, withKey = key): Sealer {
  const client = newClientName()
  const sealer = sealerFor(withKey, client, desk.introduce(client))
  assert.ok(sealer !== null)
  return sealer
}

suite('A call between services', () => {
  test('is believed from whoever has the key, in any order, once', () => {
    const desk = proofDesk(key)
    const seal = met(desk)
    const [first, second, third] = [seal(path, body), seal(path, body), seal('/rpc/x/y', body)]
    assert.equal(desk.accepts(second, path, body), true)
    assert.equal(desk.accepts(first, path, body), true)
    assert.equal(desk.accepts(third, '/rpc/x/y', body), true)
    for (const again of [first, second, third]) assert.equal(desk.accepts(again, path, body), false)
  })

  test('is believed whatever the clocks of both say, and however they jump', () => {
    const realMs = Date.now()
    mock.timers.enable({ apis: ['Date'], now: realMs })
    try {
      const desk = proofDesk(key)
      const seal = met(desk)
      for (const jumpMs of [0, -300_000, 300_000, -realMs]) {
        const proof = seal(path, body)
        mock.timers.setTime(realMs + jumpMs)
        assert.equal(desk.accepts(proof, path, body), true)
        assert.equal(desk.accepts(proof, path, body), false)
      }
    } finally {
      mock.timers.reset()
    }
  })

  test('is refused where anything of it was changed', () => {
    const desk = proofDesk(key)
    const seal = met(desk)
    const proof = seal(path, body)
    assert.equal(desk.accepts(proof, '/rpc/stock/pin', body), false)
    assert.equal(desk.accepts(proof, path, Buffer.from('[{"input":{} }]')), false)
    for (const [at, character] of [...proof].entries()) {
      const other = proof.slice(0, at) + (character === '0' ? '1' : '0') + proof.slice(at + 1)
      assert.equal(desk.accepts(other, path, body), false, other)
    }
    for (const wrong of ['', '.', 'x'.repeat(108), `${proof}x`]) {
      assert.equal(desk.accepts(wrong, path, body), false)
    }
    assert.equal(desk.accepts(proof, path, body), true)
  })

  test('is refused from whoever has another key, and such a server is not trusted with one', () => {
    const [desk, stranger] = [proofDesk(key), proofDesk(randomBytes(32))]
    const client = newClientName()
    assert.equal(sealerFor(key, client, stranger.introduce(client)), null)
    assert.equal(sealerFor(key, client, desk.introduce(newClientName())), null, 'an old answer')
    const otherKey = randomBytes(32)
    const { epoch } = desk.introduce(client)
    const forged = met({ ...proofDesk(otherKey) }, otherKey)(path, body).replace(/^[\w-]+/, epoch)
    assert.equal(desk.accepts(forged, path, body), false)
  })

  test('that was recorded is worth nothing at another process, or at the same after its restart', () => {
    const seal = met(proofDesk(key))
    assert.equal(proofDesk(key).accepts(seal(path, body), path, body), false)
  })

  test('is refused for ever, however many clients have come and gone since', () => {
    const desk = proofDesk(key)
    const old = met(desk)
    const recorded = old(path, body)
    assert.equal(desk.accepts(recorded, path, body), true)
    const young: Sealer[] = []
    for (let came = 0; came < 2_500; came++) {
      const seal = met(desk)
      assert.equal(desk.accepts(seal(path, body), path, body), true)
      young.push(seal)
      assert.equal(desk.accepts(recorded, path, body), false)
    }
    const [newest] = young.slice(-1)
    assert.ok(newest)
    assert.equal(desk.accepts(newest(path, body), path, body), true)
    assert.equal(
      desk.accepts(old(path, body), path, body),
      false,
      'it has to introduce itself again',
    )
  })
})
