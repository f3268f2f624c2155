import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Standing } from '#web/kit/session.ts'
import { store } from '#web/kit/store.ts'
import { pressAsMember } from './press-as-member.ts'

const member: Standing = {
  is: 'member',
  member: { memberId: 'm', name: 'M', roles: [], emailVerified: true },
}

/** What became of a press: whether it was made, and whether it led to the login. */
async function pressed(by: Standing, press: (end: () => void) => Promise<unknown>) {
  const standing = store(by)
  const met: string[] = []
  await pressAsMember({ standing, leadToLogin: () => met.push('login') }, () => {
    met.push('press')
    return press(() => standing.write({ is: 'visitor' }))
  })
  return met
}

test('a press by whoever is no member, or no more, leads to the login at once', async () => {
  assert.deepEqual(await pressed({ is: 'visitor' }, async () => 'done'), ['login'])
  const ends = (end: () => void) => {
    end()
    return Promise.reject(new Error('refused'))
  }
  assert.deepEqual(await pressed(member, ends), ['press', 'login'])
  assert.deepEqual(await pressed(member, async end => end()), ['press', 'login'])
})

test('a member’s press stays on the page, also where it is refused', async () => {
  assert.deepEqual(await pressed(member, async () => 'done'), ['press'])
  assert.deepEqual(await pressed(member, () => Promise.reject(new Error('sold out'))), ['press'])
})
