import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MAX_PICTURE_BYTES } from '#contracts/operation.ts'
import { Problem } from '#contracts/problems.ts'

/** The largest picture as base64, or in a form, with what stands around it. */
export const PICTURE_BODY_BYTES = Math.ceil(MAX_PICTURE_BYTES / 3) * 4 + 4_096

/** Has a picture's bytes read as the `content` of an input: sent alone, or in a form as a file. */
export function readPictures(app: FastifyInstance): void {
  const readBytes = async (_request: FastifyRequest, bytes: Buffer) => contentOf(bytes)
  app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, readBytes)
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, readBytes)
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) =>
      contentOf(await fileIn(body, request.headers['content-type'] ?? '')),
  )
}

function contentOf(bytes: Uint8Array): { readonly content: string } {
  if (bytes.length > MAX_PICTURE_BYTES) throw new Problem('body_too_large')
  return { content: Buffer.from(bytes).toString('base64') }
}

/** The first file of a form. */
async function fileIn(body: Buffer, type: string): Promise<Uint8Array> {
  const form = await formIn(body, type)
  const file = [...form.values()].find(value => typeof value !== 'string')
  if (file === undefined) {
    const errors = [{ path: 'content', message: 'There is no file in this form.' }]
    throw new Problem('invalid_request', { errors })
  }
  return new Uint8Array(await file.arrayBuffer())
}

async function formIn(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), {
      headers: { 'content-type': type },
    }).formData()
  } catch (error) {
    throw new Problem('body_malformed', undefined, { cause: error })
  }
}
