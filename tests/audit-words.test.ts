import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actOf, isPrivilegedAct } from '#contracts/audit.ts'
import { catalogApi } from '#contracts/catalog.ts'
import { gatewayApi } from '#contracts/gateway-api.ts'
import { membersApi } from '#contracts/members.ts'
import type { Api } from '#contracts/operation.ts'
import { ordersApi } from '#contracts/orders.ts'
import { paymentsApi } from '#contracts/payments.ts'
import { stockApi } from '#contracts/stock.ts'
import { words } from '#web/console/words/console-audit.ko.ts'

const apis: readonly Api[] = [
  ...[catalogApi, gatewayApi, membersApi, ordersApi, paymentsApi, stockApi],
]

const privileged = apis
  .flatMap(api => Object.entries(api))
  .filter(([, operation]) => isPrivilegedAct(operation))

test('whatever a merchant does is called by a word in the audit log', () => {
  const acts = privileged
    // They are written down by members, as roles_set.
    .filter(([name]) => name !== 'setRoles')
    .map(([name]) => actOf(name))
  assert.ok(acts.length > 20)
  assert.deepEqual(
    acts.filter(act => !(act in words)),
    [],
  )
})

test('whatever a merchant is refused with is said in words in the audit log', () => {
  const codes = new Set(privileged.flatMap(([, { refusals = [] }]) => refusals))
  assert.ok(codes.size > 5)
  assert.deepEqual(
    [...codes].filter(code => !(`refused_${code}` in words)),
    [],
  )
})
