import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type FrameKind, frame, frameReader } from './rpc-frames.ts'

type Framed = readonly [number, FrameKind, string]

function read(chunks: readonly Buffer[]): Framed[] {
  const frames: Framed[] = []
  const push = frameReader((...framed) => frames.push(framed))
  for (const chunk of chunks) push(chunk)
  return frames
}

const framed = fc.tuple(
  fc.nat(1_023),
  fc.constantFrom('a', 'r', 'p') as fc.Arbitrary<FrameKind>,
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('{"title":"한정판\\n"}\n 3 a 2\n')),
)

suite('Answers between processes', () => {
  test('arrive byte for byte, wherever the network cuts them', () => {
    const cut = fc.array(fc.nat(400), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(framed, { maxLength: 8 }), cut, (sent, cuts) => {
        const bytes = Buffer.from(sent.map(one => frame(...one)).join(''))
        const at = [0, ...cuts, bytes.length]
          .map(byte => Math.min(byte, bytes.length))
          .sort((a, b) => a - b)
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end))
        assert.deepEqual(read(chunks), sent)
      }),
    )
  })

  test('are not taken for whole where the connection ended within one', () => {
    const bytes = Buffer.from(frame(0, 'a', '{"ok":true}'))
    for (let end = 1; end < bytes.length; end++) {
      assert.deepEqual(read([bytes.subarray(0, end)]), [])
    }
  })

  test('are refused where they are something else', () => {
    for (const text of ['<html>\n', '0 x 2\n{}\n', '0 a 1\n{}\n', 'x'.repeat(40), '0 a\n{}\n']) {
      assert.throws(() => read([Buffer.from(text)]), /frame/, text)
    }
  })
})
