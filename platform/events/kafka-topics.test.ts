import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { prepareTopics, refuseUnusableTopics } from './kafka-topics.ts'

/** Takes connections and hears what comes, as a port of another program does. */
async function aSilentPort() {
  const sockets: Socket[] = []
  const server = createServer(socket => sockets.push(socket.resume())).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

test('A shop that is sent to something that never answers, in the place of Kafka, says so and ends', async () => {
  await using port = await aSilentPort()
  await assert.rejects(refuseUnusableTopics([port.address], ['shop.stock'], 50), {
    name: 'EventLogUnusable',
    message:
      `Kafka cannot be reached at ${port.address}: nothing that speaks Kafka answered within ` +
      '0.05 s. Start it, or correct EVENTS_URL.',
  })
})

test('Who has no topics asks no Kafka, and starts while it is gone', async () => {
  const nobody = ['127.0.0.1:1']
  assert.equal(await refuseUnusableTopics(nobody, []), null)
  await prepareTopics(nobody, [])
})
