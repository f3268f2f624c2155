import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** How often connections that became idle are closed while others still work. */
const LOOK_EVERY_MS = 25

/**
 * Closes a door gracefully: nobody new comes in, whoever is inside is answered, connections close
 * as they fall idle. What is not finished within `patienceMs` is cut.
 */
export async function drain(app: FastifyInstance, patienceMs: number): Promise<void> {
  const endMs = performance.now() + patienceMs
  let closed = false
  const closing = app.close().then(() => {
    closed = true
  })
  while (!closed) {
    if (performance.now() < endMs) app.server.closeIdleConnections()
    else app.server.closeAllConnections()
    await Promise.race([closing, sleep(LOOK_EVERY_MS, undefined, { ref: true })])
  }
  await closing
}
