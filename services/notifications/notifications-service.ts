import type { Mail } from '#contracts/notifications.ts'
import { notificationsApi } from '#contracts/notifications.ts'
import { orderEvents } from '#contracts/orders.ts'
import { paymentEvents } from '#contracts/payments.ts'
import { stockEvents } from '#contracts/stock.ts'
import { deadLetterCalls } from '#platform/events/dead-letter-calls.ts'
import type { Subscription } from '#platform/events/event-log.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import type { Service } from '#platform/service.ts'
import { dropReminderCalls } from './drop-reminders.ts'
import { measureMails } from './mail-measures.ts'
import type { SentMail } from './mail-store.ts'
import { newsMailJob } from './news-mail-job.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { offerMailJob } from './offer-mail-job.ts'
import { orderMailJob } from './order-mail-job.ts'
import { personalMailCalls } from './personal-mail.ts'
import { reminderMailJob } from './reminder-mail-job.ts'
import { restockMailCalls } from './restock-mail.ts'
import { openMail, recipientIndexOf, sealMail } from './sealed-mail.ts'
import { SEND_MAIL, sendMailJob } from './send-mail-job.ts'
import type { Letter } from './templates/letter.ts'
import { writeMail } from './templates/write-mail.ts'

/** One screen of the development mailbox. */
const MAILS_SHOWN = 200
const MAILS_KEPT = 10_000

const subscription: Subscription = {
  sources: ['orders', 'payments', 'stock'],
  types: [
    orderEvents.paid.type,
    orderEvents.shipped.type,
    orderEvents.delivered.type,
    paymentEvents.declined.type,
    paymentEvents.refunded.type,
    stockEvents.offered.type,
  ],
  onlyApart: ['stock'],
}

/** Mails to members: queued durably, each stored once, and sent until it is out of our hands. */
export function notificationsService(deps: NotificationsDeps): Service<typeof notificationsApi> {
  const { database, personalData, transport, wake, metrics } = deps
  if (metrics !== undefined) measureMails({ ...deps, metrics })

  async function queue(
    { mailId, to, locale }: { mailId: string; to: string; locale: string },
    letter: Letter,
  ): Promise<null> {
    const mails = [sealMail(personalData, { mailId, to, locale, letter })]
    await database.write.storeMails({ mails, areSent: transport.deliversByStoring })
    if (!transport.deliversByStoring) wake(SEND_MAIL)
    return null
  }

  return {
    name: 'notifications',
    api: notificationsApi,
    calls: {
      sendVerification: ({ name, code, token, ...reader }) =>
        queue(reader, { kind: 'verification', name, code, token }),

      sendAddressTaken: ({ name, ...reader }) => queue(reader, { kind: 'address_taken', name }),

      sendPasswordReset: ({ name, token, cause, ...reader }) =>
        queue(reader, { kind: 'password_reset', name, token, cause }),

      sendAccountNotice: ({ name, kind, ...reader }) => queue(reader, { kind, name }),

      ...personalMailCalls(deps),
      ...restockMailCalls(deps),
      ...dropReminderCalls(deps),

      async readMailbox({ to }) {
        // Whoever misconfigures a door must not open everybody's mail with it.
        if (!transport.deliversByStoring) return { items: [] }
        const recipientIndex = to === undefined ? null : recipientIndexOf(personalData, to)
        const mails = await database.read.listSentMails({ recipientIndex, limit: MAILS_SHOWN })
        return { items: mails.map(mail => show(deps, mail)) }
      },

      ...deadLetterCalls({ ...deps, subscription }),
    },
    subscription,
    jobs: [
      orderMailJob(deps),
      newsMailJob(deps),
      offerMailJob(deps),
      reminderMailJob(deps),
      sendMailJob(deps),
      pruneMailboxJob(deps),
    ],
  }
}

function show({ personalData, publicUrl }: NotificationsDeps, mail: SentMail): Mail {
  const { to, letter } = openMail(personalData, mail)
  return {
    to,
    ...writeMail(letter, mail.language, publicUrl),
    ...(letter.kind === 'verification' ? { code: letter.code, token: letter.token } : {}),
    ...(letter.kind === 'password_reset' ? { token: letter.token } : {}),
    sentAtMs: mail.sentAtMs,
  }
}

const PRUNE_MAILBOX = 'notifications.prune_mailbox'
const PRUNED_AT_ONCE = 1_000

function pruneMailboxJob({ database, wake }: NotificationsDeps): Job {
  return {
    name: PRUNE_MAILBOX,
    everyMs: 60_000,
    async run() {
      const gone = await database.write.pruneMailbox({ kept: MAILS_KEPT, limit: PRUNED_AT_ONCE })
      const failed = await database.write.pruneUndelivered({ limit: PRUNED_AT_ONCE })
      if (Math.max(gone, failed) === PRUNED_AT_ONCE) wake(PRUNE_MAILBOX)
    },
  }
}
