import type { FastifyInstance } from 'fastify'
import type { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import type { HttpAnswers } from '#platform/http-answers.ts'
import { fromService } from '#platform/rpc.ts'

/** `GET /dev/mailbox?to=…`: the mails that a development shop would have sent, newest first. */
export function addMailbox(
  app: FastifyInstance,
  answers: HttpAnswers,
  { readMailbox }: Pick<Calls<typeof notificationsApi>, 'readMailbox'>,
): void {
  app.get<{ Querystring: { to?: string } }>('/dev/mailbox', async (request, reply) => {
    const { to } = request.query
    const mails = await readMailbox(to === undefined ? {} : { to }, fromService)
    answers.json(reply.raw, 200, JSON.stringify(mails))
    return reply.hijack()
  })
}
