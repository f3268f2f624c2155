import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Admin } from '@platformatic/kafka'
import { engineUrl } from '#platform/an-engine.ts'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { haveTables } from '#run/distributed-backup/refuse-no-schema.ts'
import { freePort } from '#tests/shop/a-child-shop.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'
import { type SomePlace, someDistributedPlace } from '#tests/shop/some-place.ts'

type Ending = {
  /** What is wrong with the environment. */
  readonly environment?: NodeJS.ProcessEnv
  readonly parts?: readonly string[]
  readonly code: number
  readonly says: RegExp
}

/** Starts a shop that cannot go on: it says one thing to the operator, and what to do. */
async function endsSo(place: SomePlace, { environment, parts = [], code, says }: Ending) {
  const ended = await runToEnd('run/serve.ts', {
    line: [...parts],
    environment: { HTTP_PORT: '0', PRIVATE_PORT: '0', ...place.environment, ...environment },
  })
  assert.equal(ended.code, code, ended.told)
  assert.match(ended.told, says)
  assert.doesNotMatch(ended.told, /\n +at /, 'no stack for the operator')
  assert.doesNotMatch(ended.told, /first-come|wrong-secret/, 'no password either')
}

const isUntouched = async ({ environment }: SomePlace): Promise<void> =>
  assert.equal(await haveTables(environment.DATABASE_URL ?? '', ['stock', 'members']), false)

suite('A shop that cannot start says why in a sentence, and ends, where', () => {
  test('the profiles are mixed', async () => {
    await using place = await someDistributedPlace()
    const mixed = 'this is of the distributed profile'
    await endsSo(place, {
      environment: { DATABASE_URL: 'sqlite:./nowhere' },
      ...{ code: 78, says: new RegExp(`REDIS_URL: ${mixed}(.|\n)*EVENTS_URL: ${mixed}`) },
    })
    await endsSo(place, {
      environment: { EVENTS_URL: '', INTERNAL_KEY: '' },
      ...{ code: 78, says: /EVENTS_URL: with MySQL there is a Kafka too(.|\n)*INTERNAL_KEY: / },
    })
  })

  test('an engine is not to be reached, or refuses the password', async () => {
    await using place = await someDistributedPlace()
    const nowhere = `127.0.0.1:${await freePort()}`
    const { host } = new URL(engineUrl('mysql'))
    const redis = new URL(engineUrl('redis')).host
    const wrong: Record<string, RegExp> = {
      [`DATABASE_URL=mysql://firstcome:x@${nowhere}`]:
        /^The database at .* cannot be reached \(ECONNREFUSED\)\. Start it, or correct DATABASE_URL\.$/m,
      [`DATABASE_URL=mysql://firstcome:wrong-secret@${host}`]:
        /^The database at .* refuses the user "firstcome" or its password\. Correct DATABASE_URL\.$/m,
      [`REDIS_URL=redis://${nowhere}`]:
        /^No Redis answers at .*\. Start it, or correct REDIS_URL\.$/m,
      [`REDIS_URL=redis://nobody:wrong-secret@${redis}`]:
        /^Redis at .* refuses the user or the password\. Correct them in REDIS_URL/m,
      [`EVENTS_URL=kafka://${nowhere}`]:
        /^Kafka cannot be reached at .*\. Start it, or correct EVENTS_URL\.$/m,
      [`DISCOVERY_URL=eureka:http://${nowhere}`]:
        /^No Eureka answers at .* \(ECONNREFUSED\)\. Start it, or correct DISCOVERY_URL\.$/m,
    }
    for (const [setting, says] of Object.entries(wrong)) {
      const [name = '', value] = setting.split(/=(.*)/)
      await endsSo(place, { environment: { [name]: value }, code: 69, says })
    }
  })

  test('the schema is of a newer version', async () => {
    await using place = await someDistributedPlace()
    const { environment } = place
    assert.equal((await runToEnd('run/migrate.ts', { environment })).code, 0)
    const server = serverOf(environment.DATABASE_URL ?? '', 'orders')
    const connection = await connectTo(server)
    await connection.query('insert into ??.schema_version (version, name) values (999, ?)', [
      server.schema,
      'from the future',
    ])
    await connection.end()
    const says = /^The orders database has schema 999, .* Run the newer version/m
    await endsSo(place, { code: 65, says })
  })

  test('a topic has too few partitions, before anything is made', async () => {
    await using place = await someDistributedPlace()
    const topic = `${new URL(place.environment.DATABASE_URL ?? '').pathname.slice(1)}.stock`
    const bootstrapBrokers = [engineUrl('kafka')]
    const admin = new Admin({ clientId: 'stranger', bootstrapBrokers })
    await admin.createTopics({ topics: [topic], partitions: 3, replicas: 1 })
    await admin.close()
    const says = new RegExp(
      `^There are topics with too few partitions, 12 .*: ${topic} \\(3\\)`,
      'm',
    )
    await endsSo(place, { code: 69, says })
    await isUntouched(place)
  })

  test('an admin is set by half, before anything is made', async () => {
    await using place = await someDistributedPlace()
    const says = /^There is no admin yet\. Set both ADMIN_EMAIL and ADMIN_PASSWORD/m
    await endsSo(place, { environment: { ADMIN_EMAIL: 'a@b.example' }, code: 78, says })
    await isUntouched(place)
  })

  test('its parts do not know where the others are', async () => {
    await using place = await someDistributedPlace()
    const says = /^Where .* can be found is not known\. Set DISCOVERY_URL, or run all/m
    await endsSo(place, { parts: ['stock'], code: 78, says })
  })
})
