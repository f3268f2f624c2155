import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Type } from 'typebox'
import { type Api, type CallContext, operation } from '#contracts/operation.ts'
import { strict } from '#contracts/words.ts'
import type { Instance } from '#platform/discovery/discovery.ts'
import { proofDesk } from './rpc-proof.ts'
import { aProcess, aToyService, testKey } from './rpc-under-test.ts'

const input = strict({ by: Type.Optional(Type.Integer()) })
/** Of a shop that sells: once, or as often as it is asked. */
export const api = {
  buy: operation({ summary: 'Does it', access: 'anyone', input, output: Type.String() }),
  buyKeyed: operation({
    ...{ summary: 'Does it once', access: 'anyone', keyed: true },
    ...{ input, output: Type.String() },
  }),
} as const satisfies Api

/** A process that answers with its name, until it is told to keep silent. */
export async function aShopProcess(name: string, more: Parameters<typeof aProcess>[1] = {}) {
  let asked = 0
  let silent: Promise<void> | null = null
  const buy = async (_input: unknown, _context: CallContext) => {
    asked++
    await silent
    return name
  }
  const process = await aProcess([aToyService(api, { buy, buyKeyed: buy })], more)
  return {
    ...process,
    asked: () => asked,
    /** Answers nothing until the returned function is called. */
    hush() {
      const { promise, resolve } = Promise.withResolvers<void>()
      silent = promise
      return resolve
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  }
}

/** Something that listens where a process of ours is looked for. */
export async function aServer(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    instance: { id: url, url },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** A process that takes every message and breaks the connection. */
export async function aBreakingProcess() {
  const desk = proofDesk(testKey)
  let asked = 0
  const server = await aServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    if (request.url === '/rpc') response.end(JSON.stringify(desk.introduce(body)))
    else {
      asked++
      request.socket.destroy()
    }
  })
  return { ...server, asked: () => asked }
}

/** An address at which nobody listens. */
export async function anEmptyAddress(): Promise<Instance> {
  const gone = await aShopProcess('gone')
  await gone[Symbol.asyncDispose]()
  return gone.instance
}
