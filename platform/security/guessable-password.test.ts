import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGuessable } from './guessable-password.ts'

const guessed = (passwords: readonly string[], known: readonly string[] = []) =>
  passwords.filter(password => isGuessable(password, known))

test('what stands at the head of every list of passwords is refused', () => {
  const common = [
    ...['12345678', '123456789', '1234567890', '11111111', '12341234', '00000000', '87654321'],
    ...['password', 'password1', 'Password123', 'P@ssw0rd', 'passw0rd!', 'iloveyou', 'sunshine1'],
    ...['qwertyui', 'qwerty123', 'asdfghjkl', '1q2w3e4r', '1qaz2wsx', 'qwer1234', 'zxcvbnm1'],
    ...['abcdefgh', 'abcd1234', 'abababab', 'welcome1', 'letmein1', 'admin123', 'football'],
    ...['19901231', '01012345678', 'tkfkdgo1', 'dkssud12', '!@#$%^&*', 'qwerqwer', 'Summer2026'],
  ]
  assert.deepEqual(guessed(common), common)
})

test('what is known of a member, or of the shop, is no password', () => {
  const known = ['turtle.admiral', '이순신', 'firstcome']
  const theirs = ['turtle.admiral', 'Turtle.Admiral1', '이순신이순신', '이순신1545!', 'firstcome26']
  assert.deepEqual(guessed(theirs, known), theirs)
})

test('what nobody else would think of is taken, however it is made', () => {
  const good = [
    ...['correct horse battery', 'Correct-horse-9-battery', 'Chief-of-the-shop-2026!'],
    ...[
      '거북선은 강하다',
      'tr0ub4dor&3x',
      'firstcome since the year nine',
      'k8#Vq2!z',
      '이순신 장군의 배',
    ],
  ]
  assert.deepEqual(guessed(good, ['firstcome', '이순신', 'turtle.admiral']), [])
})
