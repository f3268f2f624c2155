import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { misreadIn, refuseMisreadSettings } from './settings-file.ts'

/** A folder as the project's, with one program in it, which says what it was told. */
function aTree() {
  const tree = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const at = (path: string) => join(tree.path, path)
  for (const folder of ['run', 'node_modules/node/bin']) mkdirSync(at(folder), { recursive: true })
  copyFileSync(join(import.meta.dirname, 'node24.sh'), at('run/node24.sh'))
  symlinkSync(process.execPath, at('node_modules/node/bin/node'))
  writeFileSync(at('node_modules/.package-lock.json'), '')
  writeFileSync(
    at('run/told.ts'),
    "import { env } from 'node:process'\nconsole.log(env.HTTP_PORT, env.INDEX_KEY)\n",
  )
  return {
    settings: (text: string) => writeFileSync(at('.env'), text),
    settingsFolder: () => mkdirSync(at('.env')),
    told: (line: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
      execFileSync('/bin/sh', [at('run/node24.sh'), ...line, at('run/told.ts')], {
        ...{ cwd: tmpdir(), encoding: 'utf8', env: environment, stdio: 'pipe' },
      }).trim(),
    [Symbol.dispose]: () => tree.remove(),
  }
}

test('a shop is told the settings of .env; what is set in the shell wins, and tests hear nothing of it', () => {
  using tree = aTree()
  assert.equal(tree.told(['--settings']), 'undefined undefined')
  tree.settings('# A shop.\nHTTP_PORT=8090\nINDEX_KEY=aGVsbG8+d29ybGQ/ISE=\n')
  assert.equal(tree.told(['--settings']), '8090 aGVsbG8+d29ybGQ/ISE=')
  assert.equal(tree.told(['--settings'], { HTTP_PORT: '1' }), '1 aGVsbG8+d29ybGQ/ISE=')
  assert.equal(tree.told([]), 'undefined undefined')
})

test('settings that are a folder are refused, and the shop does not start with others', () => {
  using tree = aTree()
  tree.settingsFolder()
  assert.throws(() => tree.told(['--settings']), { status: 78, stderr: /\.env is a folder, .*\n$/ })
})

test('a # that would cut a value in silence is told; in quotes, or as a comment, it is none', () => {
  for (const right of [
    'A=b # A comment, with "#" and C=d#e in it.\n# B=c#d\n',
    'A="b#c"\nB=\'c#d\' # more#of it\nC=`d#e`\nD=\n',
    'A="first\nB=c#d\nlast"\n',
    'A= # not set\nexport B=c\n',
  ]) {
    assert.deepEqual(misreadIn(right), [], right)
  }
  for (const cut of [
    'A=correct#horse\n',
    'export A=#horse',
    '# B.\nA=correct#',
    "A='correct#horse",
  ]) {
    const [fault = '', ...more] = misreadIn(cut)
    assert.match(fault, /^A: a # ends the value\. Put the whole value into quotes/)
    assert.doesNotMatch(fault, /correct|horse/)
    assert.deepEqual(more, [])
  }
})

test('a setting that stands twice with different values is told, and an empty one before it is none', () => {
  assert.deepEqual(misreadIn('INDEX_KEY=\nINDEX_KEY=a\nINDEX_KEY=a\n'), [])
  const [fault = ''] = misreadIn('INDEX_KEY=a\nINTERNAL_KEY=b\nINDEX_KEY="c"\n')
  assert.match(fault, /^INDEX_KEY: it is set twice, to different values/)
})

test('a value that is lost to nothing further down is told, wherever it stands', () => {
  const [fault = '', ...more] = misreadIn('SMTP_URL=smtp://a\nHTTP_PORT=1\nSMTP_URL=\n')
  assert.match(fault, /^SMTP_URL: it is set twice, to different values/)
  assert.deepEqual(more, [])
})

test('a blank behind an = that would take the next setting along is told by names alone', () => {
  for (const blank of [' ', '\t', ' \r', '  \n', ' \n\n']) {
    const faults = misreadIn(`ADMIN_EMAIL=${blank}\nADMIN_PASSWORD=hunter22hunter\n`)
    assert.deepEqual(
      faults.map(fault => fault.slice(0, fault.indexOf(' is not read as its line says'))),
      ['ADMIN_EMAIL: it', 'ADMIN_PASSWORD: it'],
      JSON.stringify(blank),
    )
    assert.doesNotMatch(faults.join(), /hunter/)
  }
  const spaced = 'A = b\nB = \n# Nothing of C.\nC = d \r\n\r\nD = \n'
  assert.deepEqual(misreadIn(spaced), [])
})

test('a line that is no setting is told by its number, and what is in it is not shown', () => {
  const right = '# A.\r\n\r\nA="b\n c d\n" # e\n  export B = c\n\nOTHER.NAME-2=d\n'
  assert.deepEqual(misreadIn(right), [])
  for (const wrong of ['HTTP_PORT: 7230', 'HTTP_PORT 7230', 'HTTP_PORT']) {
    const [fault = '', ...more] = misreadIn(`A="b\nc"\n\n${wrong}\nB=c\n`)
    assert.match(fault, /^line 4, HTTP_PORT, is no setting, and is not read\. Write NAME=value/)
    assert.doesNotMatch(fault, /7230/)
    assert.deepEqual(more, [])
  }
  assert.match(misreadIn('hunter2 x=1').join(), /^line 1 is no setting/)
})

test('a name that is almost that of a setting is told with the setting that is meant', () => {
  const misspelt = { DATABASE_URI: 'DATABASE_URL', ORDER_HOLDMS: 'ORDER_HOLD_MS', demo: 'DEMO' }
  for (const [name, meant] of Object.entries(misspelt)) {
    assert.deepEqual(misreadIn(`HTTP_PORT=1\n${name}=hunter2\n`), [
      `${name} is no setting of the shop. Is ${meant} meant?`,
    ])
  }
  const others = 'HTTP_PROXY=a\nno_proxy=b\nNODE_OPTIONS=c\nTZ=d\nMYSQL_PASSWORD=e\nREDIS_PORT=f\n'
  assert.deepEqual(misreadIn(others), [])
})

test('a settings file whose first setting Node does not see is refused by every command', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const file = (name: string, text: string | Buffer) => {
    writeFileSync(join(folder.path, name), text)
    return join(folder.path, name)
  }
  const options = (path: string) => ['--disable-warning=ExperimentalWarning', `--env-file=${path}`]
  for (const misread of [
    file('bom', '\uFEFFHTTP_PORT=8090\n'),
    file('utf-16', Buffer.from('\uFEFFHTTP_PORT=8090\n', 'utf16le')),
  ]) {
    assert.throws(() => refuseMisreadSettings(options(misread)), /\n.*: it is no plain UTF-8/)
  }
  refuseMisreadSettings(options(file('plain', 'HTTP_PORT=8090\n')))
  refuseMisreadSettings(['--env-file-if-exists', join(folder.path, 'none')])
  const { status, stderr } = spawnSync(
    process.execPath,
    [...options(join(folder.path, 'bom')), join(import.meta.dirname, 'keys.ts')],
    { encoding: 'utf8' },
  )
  assert.deepEqual([status, /bom: it is no plain UTF-8/.test(stderr)], [78, true], stderr)
})
