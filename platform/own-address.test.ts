import assert from 'node:assert/strict'
import type { networkInterfaces } from 'node:os'
import { test } from 'node:test'
import { ownUrl } from './own-address.ts'

type Interfaces = ReturnType<typeof networkInterfaces>

const at = (address: string, internal = false): Interfaces => ({
  [address]: [
    {
      ...{ address, internal, netmask: '', mac: '', cidr: null },
      ...(address.includes(':')
        ? { family: 'IPv6' as const, scopeid: 0 }
        : { family: 'IPv4' as const }),
    },
  ],
})

test('a process is told to the others by an address at which they can reach it', () => {
  const loopback = { ...at('127.0.0.1', true), ...at('::1', true) }
  assert.equal(ownUrl(1, loopback), 'http://127.0.0.1:1')
  assert.equal(ownUrl(1, { ...loopback, ...at('fe80::1') }), 'http://127.0.0.1:1')
  assert.equal(ownUrl(1, { ...loopback, ...at('fd00::7') }), 'http://[fd00::7]:1')
  assert.equal(ownUrl(1, { ...at('fd00::7'), ...at('10.0.3.7') }), 'http://10.0.3.7:1')
  assert.match(ownUrl(9_464), /^http:\/\/.+:9464$/)
})
