import assert from 'node:assert/strict'
import type { NetworkInterfaceInfo } from 'node:os'
import { test } from 'node:test'
import { ownAddress } from './own-address.ts'

function interfaces(...addresses: readonly string[]) {
  const each = addresses.map((address): [string, NetworkInterfaceInfo[]] => {
    const internal = address === '127.0.0.1' || address === '::1'
    const rest = { netmask: '', mac: '', cidr: null, internal }
    const info: NetworkInterfaceInfo = address.includes(':')
      ? { ...rest, address, family: 'IPv6', scopeid: 0 }
      : { ...rest, address, family: 'IPv4' }
    return [`of ${address}`, [info]]
  })
  return Object.fromEntries(each)
}

test('a process is found where PRIVATE_HOST says, whatever addresses its machine has', () => {
  assert.equal(ownAddress('stock-0.shop', interfaces('10.0.0.7')), 'stock-0.shop')
})

test('else at its first IPv4 address that other machines can use', () => {
  assert.equal(ownAddress(null, interfaces('127.0.0.1', '10.0.0.7', '172.17.0.1')), '10.0.0.7')
  // What a card gives itself where nobody gave it an address, and nobody routes.
  assert.equal(ownAddress(null, interfaces('127.0.0.1', '169.254.3.4', '10.0.0.7')), '10.0.0.7')
  assert.equal(ownAddress(null, interfaces('fd00::7', '10.0.0.7')), '10.0.0.7')
})

test('else at an IPv6 address, else only on its own machine', () => {
  assert.equal(ownAddress(null, interfaces('::1', 'fe80::1', 'fd00::7')), 'fd00::7')
  assert.equal(ownAddress(null, interfaces('127.0.0.1', '::1', 'fe80::1')), '127.0.0.1')
})
