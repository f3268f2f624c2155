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

test('an order that is known is found by its number as it is shown, and said to be unknown or one of many', () => {
  const other = '0299aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
  const read = (text: string) => parseShipments(text, 'CJ', [a, b, other])
  assert.deepEqual(
    read('0299AAAA-bbbb,640').lines.map(({ orderId }) => orderId),
    [other],
  )
  assert.deepEqual(
    read('0399aaaa-bbbb,640\n0199aaaa-bbbb,640').faults.map(({ line, fault }) => [line, fault]),
    [
      [1, 'notWaiting'],
      [2, 'manyAlike'],
    ],
  )
})

test('eight signs of a number are enough where no other order begins so', () => {
  const other = '0299aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
  const { lines, faults } = parseShipments('0299aaaa,12345678\n0199aaaa,640', 'CJ', [a, b, other])
  assert.deepEqual(
    lines.map(({ orderId, trackingNumber }) => [orderId, trackingNumber]),
    [[other, '12345678']],
  )
  assert.deepEqual(
    faults.map(({ fault }) => fault),
    ['manyAlike'],
  )
})

test('a number that is there but cannot be read is not said to be missing', () => {
  const typed = [`${a} CJ 5555`, '0199aaaa 4444', '5a8e,CJ,9999', '0399aaaa,CJ,1', 'CJ,12345678']
  assert.deepEqual(
    parseShipments(typed.join('\n'), '', [a]).faults.map(({ line, fault }) => [line, fault]),
    [
      [1, 'noSeparator'],
      [2, 'noSeparator'],
      [3, 'shortNumber'],
      [4, 'notWaiting'],
      [5, 'noOrder'],
    ],
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

test('a first line without a digit is a head; a mistyped one is a line, and said to have no order', () => {
  const faultsOf = (first: string) =>
    parseShipments(`${first}\n${a},CJ,1`, '').faults.map(({ line, fault }) => [line, fault])
  for (const head of ['order;tracking', '주문번호\t운송장번호', 'Orders of today']) {
    assert.deepEqual(faultsOf(head), [], head)
  }
  for (const line of ['o199aaaa-bbbb,640', `${b}1,CJ,640`]) {
    assert.deepEqual(faultsOf(line), [[1, 'noOrder']], line)
  }
})

test('a line whose carrier or number could not be read is not sent; what is not sent may be broken', () => {
  const { lines, faults } = parseShipments(
    `\uFFFD\uFFFD,carrier\n${a},CJ\uFFFD\uFFFD,1\n${b},CJ,2,\uFFFD`,
    '',
  )
  assert.deepEqual(
    lines.map(({ orderId }) => orderId),
    [b],
  )
  assert.deepEqual(
    faults.map(({ line, fault }) => [line, fault]),
    [[2, 'unreadable']],
  )
})
