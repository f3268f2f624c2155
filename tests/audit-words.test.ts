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

test('whatever a merchant does is called by a word in the audit log', () => {
  const acts = apis
    .flatMap(api => Object.entries(api))
    // They are written down by members, as roles_set.
    .filter(([name, operation]) => isPrivilegedAct(operation) && name !== 'setRoles')
    .map(([name]) => actOf(name))
  assert.ok(acts.length > 20)
  assert.deepEqual(
    acts.filter(act => !(act in words)),
    [],
  )
})
