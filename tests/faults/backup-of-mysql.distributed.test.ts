import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { findProgram } from '#tests/engines/find-program.ts'
import { atRest } from '#tests/invariants/at-rest.ts'
import { assertShopInvariants } from '#tests/invariants/shop-invariants.ts'
import { startCluster } from '#tests/shop/a-cluster.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'
import { aCrowd, aDropOf, rush } from './a-rush.ts'

const run = promisify(execFile)
const BUYERS = 60
const UNITS = 40

/** What the programs of the engine are told. */
function server(databaseUrl: string): string[] {
  const { hostname, port, username, password } = new URL(databaseUrl)
  return [`--host=${hostname}`, `--port=${port}`, `--user=${username}`, `--password=${password}`]
}

const prefixOf = (databaseUrl: string) => new URL(databaseUrl).pathname.slice(1)

test('a shop over MySQL that is dumped at rest is whole where the dump is loaded, with empty Redis and Kafka', async () => {
  const dump = await findProgram('mariadb-dump', 'mariadb-client')
  const client = await findProgram('mariadb', 'mariadb-client')
  await using cluster = await startCluster({ stocks: 1 })
  await using elsewhere = await someDistributedPlace()
  await withWhatItSaid(cluster, async () => {
    const crowd = await aCrowd(cluster, BUYERS)
    const drop = await aDropOf(cluster, UNITS)
    await rush(cluster, drop, crowd, { overMs: 1_000 })

    const here = cluster.environment.DATABASE_URL ?? ''
    const there = elsewhere.environment.DATABASE_URL ?? ''
    const isGateway = ({ name }: { name: string }) => name.startsWith('gateway')
    for (const part of cluster.parts.filter(isGateway)) await part.stop()
    await atRest(cluster)
    for (const part of cluster.parts.filter(each => !isGateway(each))) await part.stop()

    const like = `${prefixOf(here)}\\_%`
    const found = await run(client, [
      ...server(here),
      '-N',
      `--execute=select schema_name from information_schema.schemata where schema_name like '${like}'`,
    ])
    const schemas = found.stdout.trim().split('\n')
    assert.ok(schemas.length >= 7, schemas.join())
    const file = join(cluster.folder, 'shop.sql')
    const line = ['--single-transaction', '--no-tablespaces', '--databases', ...schemas]
    await run(dump, [...server(here), ...line, `--result-file=${file}`])
    // One server has both here, so that the other shop has other names.
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replaceAll(`${prefixOf(here)}_`, `${prefixOf(there)}_`))
    await run(client, [...server(there), `--execute=source ${file}`])

    const { SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY, INTERNAL_KEY } = cluster.environment
    const keys = { SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY, INTERNAL_KEY }
    await using restored = await startCluster({ stocks: 1, place: elsewhere, environment: keys })
    const { remaining } = await restored.readDrop(drop.dropId)
    assert.equal(remaining, 0)
    const again = await restored.makeDrop({ units: 1 })
    await restored.buy(await restored.signUp(), again)
    await atRest(restored)
    await assertShopInvariants(restored)
  })
})
