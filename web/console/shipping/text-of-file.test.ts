import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textOfFile } from './text-of-file.ts'

const text = 'CJ대한통운,640\r\n'
/** As Korean Excel saves it. */
const cp949 = [0x43, 0x4a, 0xb4, 0xeb, 0xc7, 0xd1, 0xc5, 0xeb, 0xbf, 0xee, 0x2c]
const littleEndian = Buffer.from(`\uFEFF${text}`, 'utf16le')

test('a file is read as it was saved, by Korean Excel or by others', () => {
  const files: Readonly<Record<string, Uint8Array>> = {
    'UTF-8': Buffer.from(text),
    'UTF-8 with a mark': Buffer.from(`\uFEFF${text}`),
    'UTF-16': littleEndian,
    'UTF-16, the high byte first': Buffer.from(littleEndian).swap16(),
    CP949: Uint8Array.from([...cp949, ...Buffer.from('640\r\n')]),
  }
  for (const [name, bytes] of Object.entries(files)) assert.equal(textOfFile(bytes), text, name)
  assert.equal(textOfFile(new Uint8Array()), '')
})

test('what is of no letters that are known shows where they were, and no other letters', () => {
  assert.match(
    textOfFile(Uint8Array.from([...Buffer.from('F'), 0xfc, ...Buffer.from('r,1')])),
    /\uFFFD/,
  )
})
