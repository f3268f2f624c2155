import assert from 'node:assert/strict'
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { looksAtTheProfile } from './looks-at-the-profile.ts'

test('a test looks at the profile by whatever it imports, however far, and by the module of a thread', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const importing = (...paths: string[]) =>
    paths.map(path => `import ${JSON.stringify(path)}\n`).join('')
  const files = {
    'asks.ts': 'export const it = env.TEST_PROFILE',
    'near.ts': importing('#asks.ts', './far.test.ts'),
    'far.test.ts': importing('./near.ts'),
    'thread.test.ts': "new Worker(import.meta.resolve('./places/thread.ts'))",
    'places/thread.ts': importing('../near.ts'),
    'pure.test.ts': importing('node:fs', './pure.ts', './gone.ts'),
    'pure.ts': "const profile = 'distributed'",
  }
  mkdirSync(join(folder.path, 'places'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text)
  const looks = looksAtTheProfile(folder.path)
  const tests = ['far.test.ts', 'thread.test.ts', 'pure.test.ts']
  assert.deepEqual(tests.map(looks), [true, true, false])
})
