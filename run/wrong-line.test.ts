import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrongLine } from './wrong-line.ts'

const options = {
  members: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const
const known = { name: 'npm run crowd', options, takesArguments: false }

test('each way to call a command wrongly is told with what is right', () => {
  for (const [line, sentence] of [
    [['--membres', '1'], /^npm run crowd has no option --membres: it has --members, --json, and/],
    [['-x'], /has no option -x/],
    [['--members'], /^--members needs a value; npm run crowd -- --help tells which\.$/],
    [['--members', '--json'], /^--members needs a value/],
    [['--json=yes'], /^--json takes no value\.$/],
    // As npm hands it on where the -- is left out: it has kept --members for itself.
    [['20'], /^npm run crowd takes no argument, and was given 20\. .* come after a --/],
  ] as const) {
    assert.match(wrongLine(known, line) ?? '', sentence)
  }
})

test('nothing is wrong with a line that is right', () => {
  for (const line of [[], ['--members', '1'], ['--members=-1', '--json'], ['-h']]) {
    assert.equal(wrongLine(known, line), null, line.join(' '))
  }
  assert.equal(wrongLine({ ...known, takesArguments: true }, ['20', '--', '--x']), null)
})
