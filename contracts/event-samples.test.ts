import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { suite, test } from 'node:test'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { EventType } from './event.ts'
import { InstantMs } from './words.ts'

const here = import.meta.dirname

/** Every type of event that a contract announces, with the name of the contract's file. */
const announced = new Map<string, EventType & { readonly source: string }>()
for (const file of globSync('*.ts', { cwd: here }).filter(name => !name.includes('.test.'))) {
  const contract = (await import(join(here, file))) as Readonly<Record<string, unknown>>
  for (const [name, events] of Object.entries(contract)) {
    if (!name.endsWith('Events')) continue
    for (const each of Object.values(events as Readonly<Record<string, EventType>>)) {
      announced.set(each.type, { ...each, source: basename(file, '.ts') })
    }
  }
}

/** What was ever announced, one text for each type and version of it: `stock.reserved.v1.json`. */
const samples = globSync('samples/*.json', { cwd: here }).map(file => {
  const [, type = '', version = ''] = /^samples\/(.+)\.v(\d+)\.json$/.exec(file) ?? []
  const text = readFileSync(join(here, file), 'utf8')
  return { file, type, version: Number(version), text, event: JSON.parse(text) as unknown }
})

const Envelope = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z_]+:\\d+(\\.\\d+)?$' }),
    type: Type.String(),
    source: Type.String(),
    subject: Type.String({ minLength: 1, maxLength: 100 }),
    version: Type.Integer({ minimum: 1 }),
    timeMs: InstantMs,
    data: Type.Unknown(),
  },
  { additionalProperties: false },
)

suite('The samples of events', () => {
  test('each type of event that a service announces has its first version here', () => {
    assert.ok(announced.size >= 13, `${announced.size} types were found`)
    const first = samples.filter(({ version }) => version === 1).map(({ type }) => type)
    assert.deepEqual(first.sort(), [...announced.keys()].sort())
  })

  for (const { file, type, event } of samples) {
    test(`${file} is understood by whoever knows the contract of today`, () => {
      const known = announced.get(type)
      assert.ok(known !== undefined, `nobody announces ${type} any more, who did once`)
      assert.ok(Value.Check(Envelope, event), JSON.stringify(Value.Errors(Envelope, event)))
      assert.deepEqual([event.type, event.source], [type, known.source])
      assert.deepEqual([...Value.Errors(known.data, event.data)], [])
      const told = Value.Clean(known.data, structuredClone(event.data))
      assert.deepEqual(told, event.data, 'it tells nothing that the contract does not')
    })

    test(`${file} would be understood with something more in it`, () => {
      const data = (event as { data: object }).data
      const schema = announced.get(type)?.data
      assert.ok(schema !== undefined && Value.Check(schema, { ...data, addedLater: true }))
    })
  }

  test('an event tells of nobody who he is', () => {
    const personal = /"(email|name|phone|recipient|line1|line2|postalCode|address|password)"/
    assert.deepEqual(
      samples.filter(({ text }) => personal.test(text)).map(({ file }) => file),
      [],
    )
  })
})
