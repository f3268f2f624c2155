import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { readConfig } from '#platform/config.ts'
import { Environment } from '#platform/environment.ts'
import { shopParts } from '#run/services.ts'

// There may be no Docker where this runs, so the files are read as far as a parser can.

type Health = { readonly test: readonly string[] }

type Container = {
  readonly image: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly command?: readonly string[]
  readonly environment: Readonly<Record<string, string | number>>
  readonly ports?: readonly string[]
  readonly networks: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: Health
  readonly volumes?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly deploy?: { readonly replicas: number }
}

type Compose = {
  readonly services: Readonly<Record<string, Container>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>
  readonly volumes: Readonly<Record<string, unknown>>
}

const read = (file: string) => readFileSync(file, 'utf8')
const text = read('deploy/compose.yaml')
const compose = parse(text, { merge: true }) as Compose
const containers = Object.entries(compose.services)
const isOurs = ([, { build }]: (typeof containers)[number]) => build !== undefined
const ours = containers.filter(isOurs)
/** What an operator looks at; the shop runs without. */
const watching = ['prometheus', 'grafana', 'mailpit']
const isWatching = ([name]: (typeof containers)[number]) => watching.includes(name)
const engines = containers.filter(each => !isOurs(each) && !isWatching(each))

const example = read('deploy/.env.example')

/** What stands in a file of variables; with `comments`, what its comments have somebody write, too. */
function variablesOf(file: string, { comments = false } = {}): Map<string, string> {
  const line = comments ? /^(?:# +)?([A-Z_]+)=(.*)$/gm : /^([A-Z_]+)=(.*)$/gm
  return new Map([...file.matchAll(line)].map(([, name = '', value = '']) => [name, value]))
}

/** Does what .env.example tells to do, and gives what stands in .env then. */
function dotEnv(): Map<string, string> {
  const [, script = ''] = /^# +(cat >> \.env <<END\n(?:#.*\n)*?# +END)$/m.exec(example) ?? []
  const written = execFileSync('sh', {
    input: script.replace(/^# +/gm, '').replace('cat >> .env', 'cat'),
    encoding: 'utf8',
  })
  return new Map([...variablesOf(example), ...variablesOf(written)])
}

/**
 * As compose does it: `${NAME}`, `${NAME:-default}`, `${NAME:?what is missing}`, and `${NAME-default}`,
 * for which set to nothing is set. A default may ask again.
 */
function filledIn(value: string, variables: ReadonlyMap<string, string>): string {
  const innermost = /\$\{(\w+)(?:(:?)([-?])([^${}]*))?\}/g
  const filled = value.replace(innermost, (_, name, colon, how, otherwise) => {
    const given = variables.get(name)
    if (given !== undefined && (given !== '' || colon === '')) return given
    assert.equal(how, '-', `${name} is asked for, and .env.example does not give it`)
    return otherwise
  })
  return filled === value ? value : filledIn(filled, variables)
}

suite('deploy/compose.yaml', () => {
  test('runs every part of the shop in containers of its own, stock in two, beside three engines and what looks at them', () => {
    assert.deepEqual(ours.map(([name]) => name).sort(), [...shopParts].sort())
    for (const [name, { command }] of ours) assert.deepEqual(command, [name])
    assert.equal(compose.services.stock?.deploy?.replicas, 2)
    assert.deepEqual(engines.map(([name]) => name).sort(), ['kafka', 'mysql', 'redis'])
    assert.equal(containers.filter(isWatching).length, watching.length)
  })

  test('names exact versions of what it runs', () => {
    for (const [name, { image }] of containers) {
      assert.match(image, /^[\w./-]+:v?\d+\.\d+\.\d+(-\w+)?$/, name)
    }
    const { version } = JSON.parse(read('package.json')) as { version: string }
    for (const [, { image }] of ours) assert.equal(image, `firstcome:${version}`)
  })

  test('publishes the port of the gateway alone to others; beside it those are let out who ask others', () => {
    const published = containers.filter(([, { ports = [] }]) => ports.length > 0)
    assert.deepEqual(
      published.map(([name]) => name),
      ['gateway', ...watching],
    )
    for (const [name, { ports = [] }] of published.filter(isWatching)) {
      for (const port of ports) assert.match(port, /^127\.0\.0\.1:/, `${name} is for this machine`)
    }
    assert.equal(compose.networks.inside?.internal, true)
    for (const [name, { networks }] of containers) {
      // Clients come in at the gateway; payments asks its provider, notifications the mail server.
      const isOutside = ['gateway', 'payments', 'notifications', ...watching].includes(name)
      assert.deepEqual(networks, isOutside ? ['inside', 'outside'] : ['inside'], name)
      for (const network of networks) assert.ok(network in compose.networks)
    }
  })

  test('starts each container when those that it needs are well, and looks after each', () => {
    for (const [name, { depends_on: needed = {}, healthcheck }] of containers) {
      for (const [other, { condition }] of Object.entries(needed)) {
        assert.ok(other in compose.services, other)
        assert.equal(condition, 'service_healthy')
      }
      if (!ours.some(([part]) => part === name)) assert.ok(healthcheck, `${name} is looked after`)
    }
    assert.match(read('deploy/Dockerfile'), /^HEALTHCHECK .*\\\n {2}CMD \["node", "-e", ".*readyz/m)
    for (const [name, { depends_on: needed = {} }] of ours) {
      const wanted =
        name === 'gateway'
          ? shopParts.filter(part => part !== 'gateway')
          : engines.map(([engine]) => engine)
      assert.deepEqual(Object.keys(needed).sort(), wanted.toSorted(), name)
    }
  })

  test('gives the parts what the configuration knows, and they take it as the distributed profile', () => {
    const variables = dotEnv()
    for (const [name, { environment }] of ours) {
      const given = Object.entries(environment).map(([key, value]) => {
        assert.ok(key in Environment.properties, `${name}: ${key} is a setting`)
        return [key, filledIn(String(value), variables)] as const
      })
      const { profile, adminPassword } = readConfig(Object.fromEntries(given))
      assert.ok(profile.kind === 'distributed' && adminPassword !== null)
      const { mysqlUrl, redisUrl, brokers } = profile
      const hosts = [mysqlUrl, redisUrl, ...brokers.map(broker => `kafka://${broker}`)]
      assert.deepEqual(
        hosts.map(url => new URL(url).hostname),
        ['mysql', 'redis', 'kafka'],
      )
      assert.equal(new URL(mysqlUrl).password, variables.get('MYSQL_PASSWORD'))
    }
  })

  test('lets whoever fills in .env make it a rehearsal, trace it, and choose how long things last', () => {
    const chosen = new Map([
      ...dotEnv(),
      ...Object.entries({
        ...{
          REHEARSAL: '1',
          MAIL_CATCHER: '',
          RATE_LIMITS: 'off',
          DAY_MS: '60000',
          ORDER_HOLD_MS: '30000',
        },
        ...{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_SAMPLER_ARG: '0.5' },
      }),
    ])
    for (const [name, { environment }] of ours) {
      const given = Object.entries(environment).map(([key, value]) => {
        return [key, filledIn(String(value), chosen)] as const
      })
      const config = readConfig(Object.fromEntries(given))
      assert.deepEqual(
        [config.rehearsal, config.rateLimits, config.dayMs, config.orderHoldMs, config.traces],
        [true, false, 60_000, 30_000, { endpoint: 'http://collector:4318', ratio: 0.5 }],
        name,
      )
    }
  })

  test('sends mails to the catcher, unless it is told of another server, or of none', () => {
    const smtpOf = (more: Readonly<Record<string, string>>) => {
      const variables = new Map([...dotEnv(), ...Object.entries(more)])
      const value = String(compose.services.notifications?.environment.SMTP_URL)
      return readConfig({ SMTP_URL: filledIn(value, variables) }).smtp?.host ?? null
    }
    assert.equal(smtpOf({}), 'mailpit')
    assert.equal(smtpOf({ SMTP_URL: 'smtp://mail.example' }), 'mail.example')
    assert.equal(smtpOf({ MAIL_CATCHER: '' }), null)
    // Without a server the shop shows all mails to anybody: nothing that is only left empty does that.
    assert.equal(smtpOf({ SMTP_URL: '' }), 'mailpit')
  })

  test('gives the keys of payment providers to nobody but payments', () => {
    const havers = ours.filter(([, { environment }]) =>
      Object.keys(environment).some(key => /^(TOSS|STRIPE)_/.test(key)),
    )
    assert.deepEqual(
      havers.map(([name]) => name),
      ['payments'],
    )
  })

  test('asks for nothing that .env.example does not tell, and that for nothing that is not used', () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name))
    const told = new Set(variablesOf(example, { comments: true }).keys())
    assert.deepEqual([...asked].sort(), [...told].sort())
  })

  test('lets the parts write nothing but /tmp, and be nobody', () => {
    for (const [name, part] of ours) {
      assert.deepEqual(
        [part.read_only, part.tmpfs, part.cap_drop, part.security_opt, part.volumes],
        [true, ['/tmp'], ['ALL'], ['no-new-privileges:true'], undefined],
        name,
      )
    }
  })

  test('keeps what the others hold, and mounts only what there is', () => {
    for (const [name, { volumes = [] }] of containers) {
      for (const volume of volumes) {
        const [source = ''] = volume.split(':')
        const isThere = source.startsWith('./')
          ? existsSync(`deploy/${source}`)
          : source in compose.volumes
        assert.ok(isThere, `${name}: ${source}`)
      }
    }
    const redis = compose.services.redis?.command?.join(' ') ?? ''
    assert.match(redis, /--save {2}--appendonly no .*--maxmemory-policy noeviction/)
  })
})

suite('deploy/Dockerfile', () => {
  const dockerfile = read('deploy/Dockerfile')
  const lines = dockerfile.replaceAll('\\\n', '').split('\n')
  const instructions = (word: string) =>
    lines.filter(line => line.startsWith(`${word} `)).map(line => line.slice(word.length + 1))

  test('has the Node of package.json, and what runs in it is not root', () => {
    const { dependencies } = JSON.parse(read('package.json')) as {
      dependencies: Record<string, string>
    }
    for (const from of instructions('FROM')) {
      assert.match(from, new RegExp(`^node:${RegExp.escape(dependencies.node ?? '')}-\\w+-slim`))
    }
    assert.deepEqual(instructions('USER'), ['node'])
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    assert.ok(last.includes('\nUSER node\n') && !/\nRUN /.test(last))
  })

  test('starts what npm run serve starts', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const [entry = '[]'] = instructions('ENTRYPOINT')
    const [node, flag, program] = JSON.parse(entry) as string[]
    assert.equal(node, 'node')
    assert.equal(scripts.serve, `exec sh run/node24.sh --settings ${program}`)
    assert.ok(flag !== undefined && read('run/node24.sh').includes(` ${flag} "$@"`))
  })

  test('holds every file that a shop may load, and of the rest as little as can be', () => {
    const copied = instructions('COPY')
      .filter(line => !line.startsWith('--from'))
      .flatMap(line => line.split(' ').slice(0, -1))
    for (const source of copied) assert.ok(existsSync(source), source)
    const rules = read('.dockerignore')
      .split('\n')
      .filter(rule => rule !== '' && !rule.startsWith('#'))
    // As Docker does it: the last rule that fits a file, or a folder that it is in, decides.
    const isLeftOut = (file: string) => {
      const parts = file.split('/')
      const paths = parts.map((_, at) => parts.slice(0, at + 1).join('/'))
      const last = rules.findLast(rule =>
        paths.some(path => matchesGlob(path, rule.replace(/^!/, ''))),
      )
      return last !== undefined && !last.startsWith('!')
    }
    const isInImage = (file: string) =>
      !isLeftOut(file) && copied.some(source => file === source || file.startsWith(`${source}/`))
    const files = globSync('{contracts,platform,services,run}/**/*', { withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => `${entry.parentPath}/${entry.name}`)
    const isOfTests = /(\.(test|contract)|-under-test)\.ts$/
    assert.deepEqual(
      files.filter(file => isInImage(file) === isOfTests.test(file)),
      [],
    )
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) assert.ok(isInImage(file))
    for (const file of ['deploy/.env', '.env', 'data/keys', '.git/config', 'node_modules/x'])
      assert.ok(!isInImage(file), file)
  })
})
