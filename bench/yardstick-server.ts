import Fastify from 'fastify'

const app = Fastify()
const body = {
  type: 'object',
  required: ['quantity'],
  additionalProperties: false,
  properties: { quantity: { type: 'integer', minimum: 1 } },
}
app.post<{ Body: { quantity: number } }>('/reservations', { schema: { body } }, async request => ({
  outcome: 'reserved',
  quantity: request.body.quantity,
}))
const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.(`${address}/reservations`)
