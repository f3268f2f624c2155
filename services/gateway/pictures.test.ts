import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogApi } from '#contracts/catalog.ts'
import { MAX_PICTURE_BYTES } from '#contracts/operation.ts'
import type { Door } from './door.ts'
import { type Asked, aMember, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

const imageId = '0190a0a0-0000-7000-8000-000000000001'
const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 128])
const picture = { type: 'image/webp', etag: '"a"', content: bytes.toString('base64') }
const kept = { imageId, url: `/api/images/${imageId}`, width: 1, height: 1 }

/** A gateway before a catalogue that has one picture and takes all, and what that was given. */
async function openPictureGateway() {
  const { readImage, uploadImage } = catalogApi
  const catalog: Door = { name: 'catalog', api: { readImage, uploadImage }, calls: {} }
  const shop = await openGatewayUnderTest({ doors: [catalog] })
  shop.answerWith(({ name }: Asked) => (name === 'readImage' ? picture : kept))
  const merchant = aMember({ roles: ['merchant'] })
  shop.standings.set(merchant.memberId, { roles: ['merchant'], emailVerified: true })
  const taken = () => shop.asked.map(({ input }) => (input as { content: string }).content)
  function send(body: Buffer | string | FormData, type?: string, isMerchant = true) {
    const headers = {
      ...(isMerchant && bearer(shop, merchant)),
      ...(type !== undefined && { 'content-type': type }),
    }
    const sent = Buffer.isBuffer(body) ? new Uint8Array(body) : body
    return fetch(`${shop.url}/api/admin/images`, { method: 'POST', body: sent, headers })
  }
  return { shop, taken, send }
}

test('a picture is sent as its bytes, in a form, or in JSON: it is the same picture', async () => {
  const { shop, taken, send } = await openPictureGateway()
  await using _shop = shop
  const form = new FormData()
  form.append('name', 'ink')
  form.append('file', new Blob([bytes], { type: 'image/png' }), 'ink.png')
  const answers = [
    await send(bytes, 'image/png'),
    await send(bytes, 'application/octet-stream'),
    await send(form),
    await send(JSON.stringify({ content: bytes.toString('base64') }), 'application/json'),
  ]
  for (const answer of answers) {
    assert.equal(answer.status, 201)
    assert.deepEqual(await answer.json(), kept)
  }
  assert.deepEqual(taken(), Array(4).fill(bytes.toString('base64')))
})

test('the largest picture is taken; what is larger, no picture or from nobody is not', async () => {
  const { shop, taken, send } = await openPictureGateway()
  await using _shop = shop
  const largest = Buffer.alloc(MAX_PICTURE_BYTES, 1)
  assert.equal((await send(largest, 'image/jpeg')).status, 201)
  assert.equal(taken()[0]?.length, Math.ceil(MAX_PICTURE_BYTES / 3) * 4)
  const noFile = new FormData()
  noFile.append('name', 'ink')
  const answers = [
    await send(Buffer.alloc(MAX_PICTURE_BYTES + 1), 'image/jpeg'),
    await send(Buffer.alloc(2 * MAX_PICTURE_BYTES), 'image/jpeg'),
    await send('', 'image/png'),
    await send(noFile),
    await send('no form', 'multipart/form-data; boundary=x'),
    await send('no form', 'multipart/form-data'),
    await send('<p>', 'text/html'),
    await send(bytes, 'image/png', false),
  ]
  assert.deepEqual(
    answers.map(answer => answer.status),
    [413, 413, 422, 422, 400, 400, 415, 401],
  )
  assert.equal(taken().length, 1)
})

test('a picture is kept for ever by whoever has it, and not sent twice', async () => {
  const { shop } = await openPictureGateway()
  await using _shop = shop
  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${shop.url}/api/images/${imageId}?width=320`, { method, headers })
  const first = await get()
  assert.deepEqual(
    [first.status, first.headers.get('content-type'), first.headers.get('etag')],
    [200, 'image/webp', '"a"'],
  )
  assert.equal(first.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(first.headers.get('x-content-type-options'), 'nosniff')
  assert.deepEqual(Buffer.from(await first.arrayBuffer()), bytes)
  for (const known of ['"a"', 'W/"a"', '"b", "a"', '*']) {
    const again = await get({ 'if-none-match': known })
    assert.deepEqual([again.status, await again.text()], [304, ''], known)
    assert.equal(again.headers.get('etag'), '"a"')
  }
  assert.equal((await get({ 'if-none-match': '"b"' })).status, 200)
  assert.equal((await get({}, 'HEAD')).headers.get('content-length'), `${bytes.length}`)
})
