import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startChildShop, startProgram } from '#tests/shop/a-child-shop.ts'

const tours = { 'README.md': 'A tour', 'README.ko.md': '둘러보기' }

/** The lines of the first block for a shell under this heading. */
function blockOf(file: string, heading: string): string {
  const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
  const section = text.slice(text.indexOf(`\n## ${heading}\n`))
  const [, block] = /^```sh$((?:.|\n)*?)^```$/m.exec(section) ?? []
  assert.ok(block !== undefined, `${file} has a tour`)
  return block
}

for (const [file, heading] of Object.entries(tours)) {
  test(`the tour of ${file}, pasted as it stands, sells a unit and proves it`, async () => {
    const tour = blockOf(file, heading)
    // As a newcomer starts it: no admin is configured, the password lies in the data folder.
    await using shop = await startChildShop({
      program: 'run/start.ts',
      environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' },
    })
    const bash = startProgram({
      program: 'bash',
      line: ['-c', `set -eu\n${tour}`],
      environment: { SHOP: shop.url, DATA: shop.dataFolder },
    })
    const { code } = await bash.ended
    const told = bash.output()
    assert.equal(code, 0, told)
    assert.match(told, /drop_not_open\n(.|\n)*"state":"captured"(.|\n)*"state":"paid"/)
    assert.match(
      told,
      /Verified\.(.|\n)*1 reservation of 3 units: 1 sold, 0 held, 2 free\.\nVerified\.\n$/,
    )
  })
}
