import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import type { HttpAnswers } from './http-answers.ts'

/** How often connections that became idle are closed while others still work. */
const LOOK_EVERY_MS = 25

type DrainHow = {
  readonly answers: Pick<HttpAnswers, 'leave'>
  /** How long whoever is connected, or comes, is still served, and told to come no more. */
  readonly leaveMs: number
  /** How long what is under way may take then. What is not finished by then is cut. */
  readonly patienceMs: number
}

/**
 * Closes a door gracefully. First every answer says that its connection ends, and newcomers are
 * served too: a client that presses on would else write into a connection that is just closing,
 * and never know what became of its request. Then nobody new comes in, whoever is inside is
 * answered, and connections close as they fall idle.
 */
export async function drain(app: FastifyInstance, how: DrainHow): Promise<void> {
  how.answers.leave()
  await letLeave(app, how.leaveMs)
  const endMs = performance.now() + how.patienceMs
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

/** Waits so long, or until nobody is connected. */
async function letLeave({ server }: FastifyInstance, leaveMs: number): Promise<void> {
  const endMs = performance.now() + leaveMs
  const connections = promisify(server.getConnections.bind(server))
  while (performance.now() < endMs && (await connections()) > 0) await sleep(LOOK_EVERY_MS)
}
