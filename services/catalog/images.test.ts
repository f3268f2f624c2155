import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { isRefusal } from '#contracts/problems.ts'
import { aCatalogService, anUnknownId, given, merchant, visitor } from './a-catalog-service.ts'
import { imageFormatOf } from './image-format.ts'

const red = { r: 200, g: 30, b: 30 }

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: red } })

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const refused = (answer: unknown) => (isRefusal(answer) ? answer.refused : null)

/** A PNG that says it is so large, with nothing in it: of some dozens of bytes. */
function aBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.writeUInt8(8, 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('a picture that no product has is forgotten a day later, and one that a product has is not', async () => {
  await using shop = await aCatalogService()
  const { catalog, clock } = shop
  const DAY_MS = 86_400_000
  const upload = async (width: number) => {
    const bytes = await aPicture(width, 40).png().toBuffer()
    return given(await catalog.uploadImage({ content: base64(bytes) }, merchant))
  }
  const isThere = async ({ imageId }: { readonly imageId: string }) =>
    refused(await catalog.readImage({ imageId }, visitor)) === null
  const [unused, used, dropped, renewed] = [
    ...[await upload(40), await upload(41), await upload(42), await upload(43)],
  ] as const
  await shop.make({ images: [used.url] })
  const product = await shop.make({ images: [dropped.url] })
  const forget = () => shop.job('catalog.forget_unused_images').run()

  clock.advance(DAY_MS)
  await forget()
  assert.ok(await isThere(unused), 'a day is not over')
  await upload(43)
  clock.advance(1)
  await catalog.changeProduct({ productId: product.productId, images: [] }, merchant)
  await forget()
  const all = [unused, used, dropped, renewed]
  assert.deepEqual(await Promise.all(all.map(isThere)), [false, true, false, true])
  await catalog.deleteProduct(
    { productId: (await shop.list({})).items[1]?.productId ?? '' },
    merchant,
  )
  await forget()
  assert.equal(await isThere(used), false)
})

test('a picture is kept in the sizes in which it is shown, the same one once', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif'] as const) {
    const bytes = await aPicture(900, 300).toFormat(format).toBuffer()
    assert.equal(imageFormatOf(bytes), format)
    const input = { content: base64(bytes) }
    const made = given(await catalog.uploadImage(input, merchant))
    assert.deepEqual([made.url, made.width, made.height], [`/api/images/${made.imageId}`, 900, 300])
    assert.deepEqual(await catalog.uploadImage(input, merchant), made)
    const { imageId } = made
    const etags = new Set<string>()
    for (const [wanted, shown] of [
      [100, 320],
      [400, 640],
      [640, 640],
      [1_000, 900],
      [undefined, 900],
    ] as const) {
      const width = wanted === undefined ? {} : { width: wanted }
      const image = given(await catalog.readImage({ imageId, ...width }, visitor))
      assert.equal(image.type, 'image/webp')
      const seen = await sharp(Buffer.from(image.content, 'base64')).metadata()
      assert.deepEqual([seen.format, seen.width], ['webp', shown], `${format} for ${wanted}`)
      etags.add(image.etag)
    }
    assert.equal(etags.size, 3)
  }
  assert.equal(refused(await catalog.readImage({ imageId: anUnknownId() }, visitor)), 'not_found')
})

test('what cameras write into a picture is not kept, and it stands upright', async () => {
  await using shop = await aCatalogService()
  const bytes = await aPicture(60, 20)
    .withExif({ IFD0: { Copyright: 'somebody', Artist: 'somebody' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const made = given(await shop.catalog.uploadImage({ content: base64(bytes) }, merchant))
  assert.deepEqual([made.width, made.height], [20, 60])
  const image = given(await shop.catalog.readImage({ imageId: made.imageId }, visitor))
  const seen = await sharp(Buffer.from(image.content, 'base64')).metadata()
  assert.deepEqual([seen.width, seen.height, seen.exif], [20, 60, undefined])
})

test('what is no picture, or too large a one, is refused, whatever it calls itself', async () => {
  await using shop = await aCatalogService()
  const png = await aPicture(50, 50).png().toBuffer()
  const wrong = {
    text: Buffer.from('hello, I am a picture'),
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'),
    html: Buffer.from('<!doctype html><script>alert(1)</script>'),
    'a PNG without its end': png.subarray(0, 60),
    'the head of a PNG alone': png.subarray(0, 8),
    'a head with something else behind it': Buffer.concat([png.subarray(0, 33), Buffer.alloc(99)]),
    'a bomb': aBomb(50_000, 50_000),
    'a bomb that says less': aBomb(7_000, 5_000),
  }
  for (const [what, bytes] of Object.entries(wrong)) {
    const answer = await shop.catalog.uploadImage({ content: base64(bytes) }, merchant)
    assert.equal(refused(answer), 'invalid_request', what)
  }
})
