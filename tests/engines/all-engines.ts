import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { command } from '#run/command.ts'

const help = `
npm run engines

Starts the engines of the distributed profile on free ports, with nothing in them: MariaDB (for
MySQL), Redis, Kafka, and Eureka. Prints what to paste into another shell, and runs until Ctrl-C;
what was written is gone then. What is missing is installed where that can be done.

  --only <names>   some of them, such as mariadb,redis
  --attached       ends with its standard input, as a part of another program
`

type Engine = { readonly url: string; stop(): Promise<void> }
type Start = (folder: string) => Promise<Engine>

const engines = {
  mariadb: { module: './mariadb-engine.ts', start: 'startMariadb' },
  redis: { module: './redis-engine.ts', start: 'startRedis' },
  kafka: { module: './kafka-engine.ts', start: 'startKafka' },
  eureka: { module: './eureka-engine.ts', start: 'startEureka' },
} as const

type EngineName = keyof typeof engines
const names = Object.keys(engines) as EngineName[]

type RunningEngines = AsyncDisposable & {
  readonly urls: Readonly<Partial<Record<EngineName, string>>>
}

/** Starts engines side by side, their data in a folder that goes when they are disposed. */
async function startEngines(wanted: readonly EngineName[] = names): Promise<RunningEngines> {
  const folder = await mkdtemp(join(tmpdir(), 'firstcome-engines-'))
  const started = await Promise.allSettled(wanted.map(name => start(name, folder)))
  const running = started.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))

  async function stop(): Promise<void> {
    await Promise.all(running.map(({ engine }) => engine.stop()))
    await rm(folder, { recursive: true, force: true })
  }

  const failed = started.find(each => each.status === 'rejected')
  if (failed !== undefined) {
    await stop()
    throw failed.reason
  }
  return {
    urls: Object.fromEntries(running.map(({ name, engine }) => [name, engine.url])),
    [Symbol.asyncDispose]: stop,
  }
}

async function start(
  name: EngineName,
  folder: string,
): Promise<{ name: EngineName; engine: Engine }> {
  const { module, start: starter } = engines[name]
  const exported = (await import(module)) as Readonly<Record<string, Start>>
  const startIt = exported[starter]
  if (startIt === undefined) throw new Error(`${module} exports no ${starter}`)
  return { name, engine: await startIt(folder) }
}

/** What a shell is told: the profile's variables, then those of the tests. */
function environmentOf({ mariadb, redis, kafka, eureka }: RunningEngines['urls']): string[] {
  const variables = {
    DATABASE_URL: mariadb,
    REDIS_URL: redis,
    EVENTS_URL: kafka === undefined ? undefined : `kafka://${kafka}`,
    TEST_MYSQL_URL: mariadb,
    TEST_REDIS_URL: redis,
    TEST_KAFKA_URL: kafka,
    TEST_EUREKA_URL: eureka,
  }
  return Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [`export ${name}='${value}'`],
  )
}

function readNames(only: string): readonly EngineName[] {
  const asked = only.split(',')
  const unknown = asked.filter(name => !names.some(each => each === name))
  if (unknown.length === 0) return names.filter(name => asked.includes(name))
  throw new CannotGoOn(
    exitCodes.usage,
    `--only ${only}: give some of ${names.join(', ')}, with a comma between them and no space.`,
  )
}

if (import.meta.main) {
  const options = { only: { type: 'string' }, attached: { type: 'boolean' } } as const
  await command({ help, options }, async ({ values: { only, attached = false } }) => {
    const end = Promise.withResolvers<void>()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end.resolve)
    if (attached) process.stdin.on('close', end.resolve).resume()
    const wanted = only === undefined ? names : readNames(only)
    const startedMs = performance.now()
    await using running = await startEngines(wanted)
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
    console.log(`# The engines run until Ctrl-C (started in ${seconds} s).`)
    for (const line of environmentOf(running.urls)) console.log(line)
    console.log('# Paste these lines into the shell where a shop, or a test, is to run over them.')
    await end.promise
  })
  process.exit()
}
