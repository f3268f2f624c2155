import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { test } from 'node:test'

/** A layer may import itself and the layers named here. Services are closed to one another. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  platform: ['contracts'],
  services: ['contracts', 'platform'],
  run: ['contracts', 'platform', 'services'],
  tests: ['contracts', 'platform', 'services', 'run', 'web'],
  web: ['contracts'],
  bench: ['contracts', 'platform', 'services', 'run', 'tests'],
}

const texts = new Map(
  globSync('{contracts,platform,services,run,tests,bench,web}/**/*.{ts,tsx}').map(file => [
    file,
    readFileSync(file, 'utf8'),
  ]),
)
const files = [...texts.keys()].sort()
/** What runs in a shop: not the tests, nor what they are made of. */
const product = files.filter(
  file =>
    /^(contracts|platform|services|run|web)\//.test(file) &&
    !/(\.(test|contract)|-under-test)\.ts$/.test(file),
)
const read = (file: string) => texts.get(file) ?? ''

/** Lines of these files that match, as `file:line text`, but not in those named. */
function linesThat(
  match: RegExp,
  among: readonly string[],
  except: readonly (string | RegExp)[],
): string[] {
  return among
    .filter(
      file => !except.some(name => (typeof name === 'string' ? name === file : name.test(file))),
    )
    .flatMap(file =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          match.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line)
            ? [`${file}:${index + 1} ${line.trim()}`]
            : [],
        ),
    )
}

type Closed = { readonly layer: string; readonly shared: readonly string[] }

/** Whose folders know nothing of each other, but of what is shared among them. */
const closed: readonly Closed[] = [
  { layer: 'services', shared: [] },
  { layer: 'web', shared: ['kit', 'shop-contracts'] },
]

const isApart = ({ shared }: Closed, unit = '', toUnit = '') =>
  toUnit !== unit && !shared.includes(toUnit)

test('imports follow the arrows, and no service imports another', () => {
  const offences = files.flatMap(file => {
    const [layer = '', unit] = file.split('/')
    const imports = read(file).matchAll(/\b(?:from|import) ?\(?'(#|\.\.?\/)([\w-]+)\/?([\w-]*)/g)
    return [...imports].flatMap(([, how, toLayer = '', toUnit]) => {
      if (how === './') return []
      const sibling =
        toLayer === layer && closed.some(one => one.layer === layer && isApart(one, unit, toUnit))
      const allowed =
        how === '#' && !sibling && (toLayer === layer || mayImport[layer]?.includes(toLayer))
      return allowed ? [] : [`${file} -> ${how}${toLayer}/${toUnit}`]
    })
  })
  assert.deepEqual(offences, [])
})

test('tests see the pages through a browser: of their code they take the words alone', () => {
  const offences = linesThat(
    /'#web\/(?!\w+\/(\w+\/)?words\/|kit\/phrase\.ts')/,
    files.filter(file => file.startsWith('tests/')),
    ['tests/architecture.test.ts'],
  )
  assert.deepEqual(offences, [])
})

test('no schema is sent to a browser: of the contracts the web imports types, and the rules of a ledger', () => {
  const pages = files.filter(file => /^web\/(kit|storefront|console)\//.test(file))
  const offences = pages.filter(file =>
    /^import (?!type )[^']*'#(contracts\/(?!ledger-rules\/)|web\/shop-contracts)/m.test(read(file)),
  )
  assert.ok(pages.length > 0, 'the pages were looked at')
  assert.deepEqual(
    offences.filter(file => !file.endsWith('.test.ts')),
    [],
  )
})

test('the rules of a ledger run anywhere: they import but types and each other', () => {
  const rules = product.filter(file => file.startsWith('contracts/ledger-rules/'))
  assert.ok(rules.length > 0, 'the rules were looked at')
  assert.deepEqual(linesThat(/ from '(?!\.\/)/, rules, []).filter(isNoType), [])
})

const isNoType = (line: string) => !/:\d+ import type /.test(line)

test('every file name is unique, so a name needs no path', () => {
  const names = files.map(file => basename(file))
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
})

test('only the configuration reads the environment', () => {
  assert.deepEqual(
    linesThat(/process\.env|loadEnvFile/, files, [
      'platform/config.ts',
      // npm tells where it was called.
      'run/place-named.ts',
      // Threads are told by the environment where compiled code is kept.
      'run/compiled-code.ts',
      // A child's environment is this process's, and something more.
      'tests/shop/a-child-shop.ts',
      /^tests\/engines\//,
      // Tests are told by the environment where their engines are, and over which to run.
      'platform/an-engine.ts',
      'platform/database/databases-under-test.ts',
      'run/test.ts',
      'run/start-engines.ts',
      'bench/split-shop-under-load.ts',
      // … and whether to write what the documentation shows of a running shop.
      'tests/boards/write-docs.ts',
      // While pages are written, where a shop is to ask.
      'web/vite.config.ts',
      'tests/architecture.test.ts',
    ]),
    [],
  )
})

test('SQL stands in stores only', () => {
  const sql =
    /['"`]\s*(select |insert into |update \w+ set |delete from |create (table|index|unique))|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/i
  assert.deepEqual(
    linesThat(sql, product, [
      /-store\.ts$/,
      // Each store's migrations and tables, where they stand in a file of their own.
      /-(migrations|tables)\.ts$/,
      // The boxes that the platform puts into every database.
      'platform/database/idempotency.ts',
      'platform/events/inbox.ts',
      'platform/events/outbox.ts',
      'platform/events/outbox-reading.ts',
      'platform/database/migrations.ts',
      'platform/database/sqlite-thread.ts',
      // What is asked of the server itself: its version, its clock, how far its schema is.
      /^platform\/database\/mysql-(server|session|migrations|time)\.ts$/,
    ]),
    [],
  )
})

test('time comes from the clock', () => {
  assert.deepEqual(
    linesThat(/\bDate\.now\b|\bnew Date\(/, product, [
      'platform/time/clock.ts',
      'platform/database/migrations.ts',
      // Where the server's clock is not known yet.
      'web/kit/server-clock.ts',
      // At the screen.
      'web/kit/format.ts',
    ]),
    [],
  )
})

test('files are small enough to be read', () => {
  const long = product
    .map(file => [file, read(file).split('\n').length - 1] as const)
    .filter(([file, lines]) => lines > (longer[file] ?? 250))
  assert.deepEqual(long, [])
})

/** Files of one idea that is long: how long they may be. */
const longer: Readonly<Record<string, number>> = {
  // What can be asked of one service stands in one file.
  'contracts/members.ts': 300,
}

test('nothing is of the type any, and no error is swallowed', () => {
  assert.deepEqual(
    linesThat(/(: ?|\bas |<)any\b(?! [a-z])|catch ?(\(\w*\) ?)?\{ *\}/, files, [
      'tests/architecture.test.ts',
    ]),
    [],
  )
})

test('every address is told once, with what it is for', async () => {
  const operations = await Promise.all(
    files
      .filter(file => /^contracts\/[\w-]+(?<!test)\.ts$/.test(file))
      .map(async file => Object.entries((await import(`#${file}`)) as Record<string, unknown>)),
  )
  type Told = { readonly route?: string; readonly summary: string; readonly snapshot?: string }
  const apis = operations.flat().filter(([name]) => /(Api|Streams)$/.test(name))
  const named = apis.flatMap(([, api]) => Object.entries(api as Record<string, Told>))
  const told = named.map(([, each]) => each)
  assert.ok(told.length > 40, `${told.length} operations were found`)
  assert.deepEqual(
    told.filter(({ summary }) => summary.trim().length < 5),
    [],
  )
  // A stream may stand where the answer stands with which it begins.
  const isBeside = ({ route, snapshot }: Told) =>
    named.some(([name, operation]) => name === snapshot && operation.route === route)
  const routes = told
    .flatMap(each => (isBeside(each) ? [] : (each.route ?? [])))
    .map(route => route.replace(/:\w+/g, ':'))
  assert.deepEqual(
    routes.filter((route, index) => routes.indexOf(route) !== index),
    [],
  )
})

test('the tree names no place that only one machine knows', () => {
  const above = dirname(process.cwd())
  const machine = new RegExp(`(^|[^\\w.~-])${RegExp.escape(above)}/`)
  const registry = /https?:\/\/[\w.-]*(registry|npmjs|artifact|nexus)[\w.-]*/
  const tree = globSync('{*,.ci/*,{contracts,platform,services,run,tests,bench,deploy,web}/**/*}', {
    withFileTypes: true,
  })
    .filter(
      entry =>
        entry.isFile() &&
        /\.(ts|tsx|css|html|md|json|sh|yaml|js)$|^(run|\.npmrc)$/.test(entry.name),
    )
    .map(entry => `${entry.parentPath}/${entry.name}`)
  const offences = tree.filter(file => {
    const text = readFileSync(file, 'utf8')
    return (above !== '/' && machine.test(text)) || registry.test(text)
  })
  assert.ok(tree.length > 20, 'the tree was looked at')
  assert.deepEqual(
    offences.filter(file => !file.endsWith('architecture.test.ts')),
    [],
  )
})
