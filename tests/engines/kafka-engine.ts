import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '#tests/shop/a-child-shop.ts'
import { type EngineProcess, engineProcess } from './engine-process.ts'
import { findProgram } from './find-program.ts'
import { kafkaJars } from './kafka-jars.ts'

export type KafkaEngine = Omit<EngineProcess, 'start'> & {
  /** Host and port. */
  readonly url: string
  /** Starts it again on the same port, with what it had kept. */
  restart(): Promise<void>
}

/** Starts one broker of Kafka 4, controller and all, on a free port, its data in this folder. */
export async function startKafka(folder: string): Promise<KafkaEngine> {
  const java = await findProgram('java', 'default-jre-headless')
  const jars = join(await kafkaJars(), '*')
  const home = join(folder, 'kafka')
  const settings = join(home, 'server.properties')
  const port = await freePort()
  await mkdir(home, { recursive: true })
  await writeFile(settings, settingsOf(port, await freePort(), join(home, 'logs')))
  const clusterId = randomBytes(16).toString('base64url')
  await promisify(execFile)(java, [
    ...[...LEAN, '-cp', jars, 'kafka.tools.StorageTool', 'format'],
    // In one word: an id that begins with a dash would be taken for an option.
    ...['--standalone', `--cluster-id=${clusterId}`, '-c', settings],
  ])
  const { start, ...engine } = engineProcess({
    name: 'Kafka',
    program: java,
    line: [...LEAN, '-cp', jars, 'kafka.Kafka', settings],
    answers: () => listens(port),
  })
  await start()
  return {
    ...engine,
    url: `127.0.0.1:${port}`,
    // What it would put in order at its end goes with the folder.
    stop: engine.kill,
    async restart() {
      await engine.stop()
      await start()
    },
  }
}

const LEAN = [
  ...['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
]

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
  return true
}

/**
 * The end: a test waits for no group to gather, and may notice in a second who is gone; and the
 * buffers are of the size of a test, so that hundreds of small topics have room.
 */
const settingsOf = (
  port: number,
  controllerPort: number,
  logs: string,
) => `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=${logs}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
log.index.size.max.bytes=65536
log.cleaner.dedupe.buffer.size=4194304
log.cleaner.threads=1
log.segment.delete.delay.ms=1000
`
