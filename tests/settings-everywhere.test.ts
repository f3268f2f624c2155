import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { Environment } from '#platform/environment.ts'

// A setting that stands in the code alone is one that no operator finds.

const read = (file: string) => readFileSync(file, 'utf8')
const settings = Object.keys(Environment.properties).sort()
const missingIn = (text: string, but: readonly string[] = []) =>
  settings.filter(name => !new RegExp(`\\b${name}\\b`).test(text) && !but.includes(name))

/** What a part of the shop is told in compose.yaml, by whichever of its containers. */
function toldByCompose(): readonly string[] {
  const { services } = parse(read('deploy/compose.yaml'), { merge: true }) as {
    readonly services: Readonly<Record<string, { build?: object; environment: object }>>
  }
  const ours = Object.values(services).filter(({ build }) => build !== undefined)
  return [...new Set(ours.flatMap(({ environment }) => Object.keys(environment)))]
}

/** Ports of containers are their own; their names are found out; a provider's double is for tests. */
const NOT_IN_COMPOSE = [
  ...['HTTP_PORT', 'PRIVATE_PORT', 'PRIVATE_HOST'],
  ...['TOSS_URL', 'TOSS_SCRIPT_URL', 'STRIPE_URL', 'STRIPE_SCRIPT_URL'],
]

suite('every setting that the shop knows', () => {
  test('stands in .env.example with its default', () => {
    const lines = new Map(
      [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    )
    assert.deepEqual([...lines.keys()].sort(), settings)
    for (const [name, { default: fallback = '' }] of Object.entries(Environment.properties) as [
      string,
      { default?: string | number },
    ][]) {
      assert.equal(lines.get(name), String(fallback), name)
    }
  })

  test('is told to the parts of compose.yaml', () => {
    const told = toldByCompose()
    assert.deepEqual(
      settings.filter(name => !told.includes(name)),
      NOT_IN_COMPOSE.toSorted(),
    )
  })

  test('is named in the values of the Helm chart', () => {
    assert.deepEqual(missingIn(read('deploy/helm/values.yaml')), [])
  })
})
