import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Has every body read as the text that was sent, and its signature beside it. What it says is read
 * by whoever can prove it; parsed and written again it would be other bytes.
 */
export function readSignedBodies(app: FastifyInstance, signatureHeader: string): void {
  app.removeAllContentTypeParsers()
  const read = async ({ headers }: FastifyRequest, body: string) => {
    const signature = headers[signatureHeader]
    return { body, ...(typeof signature === 'string' && { signature }) }
  }
  app.addContentTypeParser('*', { parseAs: 'string' }, read)
}
