import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseShipments } from './parse-shipments.ts'

const a = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
const b = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001'

test('what a spreadsheet or a carrier gives is read, however its cells are parted', () => {
  const expected = [
    { line: 2, orderId: a, carrier: 'CJ, Seoul', trackingNumber: '640' },
    { line: 4, orderId: b, carrier: 'Hanjin', trackingNumber: '641' },
  ]
  const texts = [
    `order,carrier,tracking\r\n${a},"CJ, Seoul",640\r\n\r\n${b.toUpperCase()},Hanjin,641\r\n`,
    `order\tcarrier\ttracking\n${a}\tCJ, Seoul\t640\n\n${b}\tHanjin\t641`,
  ]
  for (const text of texts) {
    assert.deepEqual(parseShipments(text, ''), { lines: expected, faults: [] })
  }
  assert.deepEqual(parseShipments(`${a}; 640`, ' CJ ').lines, [
    { line: 1, orderId: a, carrier: 'CJ', trackingNumber: '640' },
  ])
})

test('an order that waits is known by its number as it is shown, where no other begins so', () => {
  const other = '0299aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
  const read = (text: string) => parseShipments(text, 'CJ', [a, b, other])
  assert.deepEqual(
    read('0299AAAA-bbbb,640').lines.map(({ orderId }) => orderId),
    [other],
  )
  assert.deepEqual(
    read('x\n0199aaaa-bbbb,640').faults.map(({ fault }) => fault),
    ['noOrder'],
  )
})

test('a line that cannot be sent says where it stands and what it lacks', () => {
  const { lines, faults } = parseShipments(
    [`${a},CJ,1`, 'hello', `${b},2`, `${b}`, `${a},CJ,3`].join('\n'),
    '',
  )
  assert.equal(lines.length, 1)
  assert.deepEqual(
    faults.map(({ line, fault }) => [line, fault]),
    [
      [2, 'noOrder'],
      [3, 'noCarrier'],
      [4, 'noTracking'],
      [5, 'twice'],
    ],
  )
})
