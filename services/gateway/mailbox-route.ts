import type { FastifyInstance } from 'fastify'
import { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, Problem } from '#contracts/problems.ts'
import { securityHeaders } from '#platform/http/http-answers.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Call, RoutedOperation } from './door.ts'
import { entryHook } from './entry-hook.ts'
import { inputReader } from './input-reader.ts'
import { mailboxPage } from './mailbox-page.ts'
import type { Machinery } from './operation-routes.ts'
import { routeAnswers } from './route-answers.ts'

/** As for all pages, but a mail's frame may be styled as its HTML says, and runs no script. */
const MAILBOX_POLICY = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `/dev/mailbox`: JSON for programs, a page for a browser. Only without a mail server. */
export function addMailbox(
  app: FastifyInstance,
  machinery: Machinery,
  mailbox: Pick<Calls<typeof notificationsApi>, 'readMailbox'>,
): void {
  const path = '/dev/mailbox'
  const routed: RoutedOperation = {
    service: 'notifications',
    name: 'readMailbox',
    operation: notificationsApi.readMailbox,
    method: 'GET',
    path,
    pathFields: [],
    call: mailbox.readMailbox as unknown as Call,
  }
  const answers = routeAnswers(machinery.answers, machinery.measures, `GET ${path}`)
  const read = inputReader(routed) as (received: unknown) => { readonly to?: string }
  const headers = securityHeaders(machinery.answers.secureTransport, MAILBOX_POLICY)
  const need = { access: 'anyone', knowsMembers: false, keyed: false } as const

  app.route({
    method: 'GET',
    url: path,
    onRequest: entryHook({ ...machinery, refuse: answers.refuse }, need),
    async handler(request, reply) {
      const input = read(request)
      const mails = await mailbox.readMailbox(input, fromService)
      if (isRefusal(mails)) throw new Problem(mails.refused)
      if (request.headers.accept?.includes('text/html')) {
        reply.headers({ ...headers, 'cache-control': 'no-store' })
        return reply.type('text/html; charset=utf-8').send(mailboxPage(mails.items, input.to))
      }
      answers.json(request, reply, { status: 200, text: JSON.stringify(mails) })
    },
  })
}
