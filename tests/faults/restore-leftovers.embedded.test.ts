import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempDisposableSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { newBackupFolder, sealBackup } from '#run/backup-folder.ts'
import { RESTORING } from '#run/data-folder.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'

/** A backup of two files that nobody opens here, and a folder to bring it back to. */
async function aBackup() {
  const root = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const backup = newBackupFolder(join(root.path, 'backup'))
  const names = ['keys.json', 'orders.sqlite']
  for (const name of names) writeFileSync(join(backup, name), `of ${name}`)
  await sealBackup(backup, { takenAtMs: 1_700_000_000_000, names })
  const target = join(root.path, 'target')
  mkdirSync(target)
  const environment = { DATABASE_URL: `sqlite:${target}`, DEMO: '0' }
  return {
    target,
    restore: () => runToEnd('run/restore.ts', { line: [backup], environment }),
    start: () => runToEnd('run/migrate.ts', { environment }),
    [Symbol.dispose]: () => root.remove(),
  }
}

suite('a restore', () => {
  const log = ['orders.sqlite-wal', 'orders.sqlite-shm', 'orders.sqlite-journal']
  for (const leftover of [...log, 'keys.json.part']) {
    test(`is refused beside ${leftover}, lest what is newer comes into what is restored`, async () => {
      using shop = await aBackup()
      writeFileSync(join(shop.target, leftover), 'newer')
      const { code, told } = await shop.restore()
      assert.equal(code, 73, told)
      assert.ok(told.includes(leftover) && /[Mm]ove .* away/.test(told), told)
      assert.ok(!existsSync(join(shop.target, 'orders.sqlite')))
    })
  }

  test('that broke off leaves a mark, by which neither a shop nor the next restore takes half for a whole', async () => {
    using shop = await aBackup()
    writeFileSync(join(shop.target, RESTORING), '')
    for (const run of [shop.start, shop.restore]) {
      const { code, told } = await run()
      assert.equal(code, 73, told)
      assert.match(told, /did not come to its end.* restore it again/)
    }
    assert.deepEqual(
      readdirSync(shop.target).filter(name => /^(keys|orders)/.test(name)),
      [],
    )
  })

  test('that came to its end leaves the files of the backup and no mark', async () => {
    using shop = await aBackup()
    const { code, told } = await shop.restore()
    assert.equal(code, 0, told)
    const left = readdirSync(shop.target).filter(name => !name.startsWith('lock.sqlite'))
    assert.deepEqual(left.sort(), ['keys.json', 'orders.sqlite'])
  })
})
