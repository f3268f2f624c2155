import assert from 'node:assert/strict'
import { Session } from 'node:inspector/promises'
import { suite, test } from 'node:test'
import { breakOff } from './break-off.ts'

suite('What is waited for until something breaks', () => {
  test('ends as the work does', async () => {
    const { orBrokenOff } = breakOff()
    assert.equal(await orBrokenOff(Promise.resolve('done')), 'done')
    await assert.rejects(orBrokenOff(Promise.reject(new Error('no'))), { message: 'no' })
  })

  test('is broken off with the first reason, and so is all that follows', async () => {
    const loop = breakOff()
    const waiting = loop.orBrokenOff(new Promise(() => undefined))
    loop.breakOff(new Error('first'))
    loop.breakOff(new Error('second'))
    await assert.rejects(waiting, { message: 'first' })
    await assert.rejects(loop.orBrokenOff(Promise.resolve('done')), { message: 'first' })
  })

  test('is not kept once it is there, however long the loop lives', async () => {
    const { orBrokenOff } = breakOff()
    const given: WeakRef<object>[] = []
    for (let round = 0; round < 100; round++) {
      given.push(new WeakRef(await orBrokenOff(Promise.resolve({ round }))))
    }
    await orBrokenOff(Promise.resolve(undefined))
    await collectGarbage()
    assert.deepEqual(
      given.filter(one => one.deref() !== undefined),
      [],
    )
  })
})

async function collectGarbage(): Promise<void> {
  const session = new Session()
  session.connect()
  await session.post('HeapProfiler.collectGarbage')
  session.disconnect()
}
