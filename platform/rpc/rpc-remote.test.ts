import type { ServicePolicy } from '#contracts/call-policies.ts'
import { type ContractCalls, contractApi, rpcContract } from './rpc.contract.ts'
import { aProcess, aRemote, aToyService } from './rpc-under-test.ts'

const between = (policy: Partial<ServicePolicy>) => async (implementation: ContractCalls) => {
  await using opened = new AsyncDisposableStack()
  const process = opened.use(await aProcess([aToyService(contractApi, implementation)]))
  const { calls } = opened.use(aRemote(contractApi, [process.instance], { policy }))
  const all = opened.move()
  return { calls, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

rpcContract('to another process', between({}))

const together = { by: 'text', atMost: 256, inFlight: 2 }
rpcContract(
  'that travels together with others',
  between({ operations: { write: { together }, add: { together }, fail: { together } } }),
)
