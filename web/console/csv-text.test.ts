import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvText } from './csv-text.ts'

test('a spreadsheet reads back what was written, and calculates nothing of it', () => {
  assert.equal(
    csvText([
      ['이름', 'total'],
      ['a "b", c', -5],
      ['=1+1', 0],
    ]),
    '\uFEFF이름,total\r\n"a ""b"", c",-5\r\n\'=1+1,0\r\n',
  )
})
