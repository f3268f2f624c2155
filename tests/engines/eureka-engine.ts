import { join } from 'node:path'
import { freePort } from '#tests/shop/a-child-shop.ts'
import { type EngineProcess, engineProcess } from './engine-process.ts'
import { eurekaJars } from './eureka-jars.ts'
import { findProgram } from './find-program.ts'

type EurekaEngine = Omit<EngineProcess, 'start'> & {
  /** As its clients write it, `http://host:port/eureka`. */
  readonly url: string
  /** Starts it again on the same port; it knows nobody then. */
  restart(): Promise<void>
}

/** Starts the Eureka server of Spring Cloud on a free port. */
export async function startEureka(_folder: string): Promise<EurekaEngine> {
  const java = await findProgram('java', 'default-jre-headless')
  const made = await eurekaJars()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/eureka`
  const { start, ...engine } = engineProcess({
    name: 'Eureka',
    program: java,
    line: [
      ...['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...['-cp', `${join(made, 'classes')}:${join(made, 'jars', '*')}`, 'registry.Registry'],
      `--server.port=${port}`,
      '--server.address=127.0.0.1',
      ...SETTINGS,
    ],
    answers: async () => (await fetch(`${url}/apps`)).ok,
  })
  await start()
  return {
    ...engine,
    url,
    // It has nothing that it must put in order.
    stop: engine.kill,
    async restart() {
      await engine.kill()
      await start()
    },
  }
}

/** It is alone; and a test waits for no minute that is meant for a network's health. */
const SETTINGS = [
  '--eureka.client.register-with-eureka=false',
  '--eureka.client.fetch-registry=false',
  '--eureka.server.enable-self-preservation=false',
  '--eureka.server.eviction-interval-timer-in-ms=500',
  '--eureka.server.response-cache-update-interval-ms=500',
]
