import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** What becomes of a packet: it goes on, is lost with its connection, or only its answer is. */
export type Fate = 'forward' | 'lose' | 'lose_answer'

type CuttingProxy = AsyncDisposable & { readonly port: number }

/** For tests: stands before a server and cuts connections where it is told to. */
export async function aCuttingProxy(
  target: { readonly host: string; readonly port: number },
  fateOf: (packet: Buffer) => Fate,
): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(target.port, target.host)
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', cut).on('close', cut)
    }
    let isAnswered = true
    far.on('data', data => isAnswered && near.write(data))
    near.on('data', packet => {
      const fate = fateOf(packet)
      if (fate === 'lose') return cut()
      far.write(packet)
      if (fate === 'forward') return
      isAnswered = false
      far.on('data', cut)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
