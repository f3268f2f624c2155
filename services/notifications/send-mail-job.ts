import type { Job } from '#platform/jobs/jobs.ts'
import type { FailedMail, StoredMail } from './mail-store.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { openMail } from './sealed-mail.ts'
import { writeMail } from './templates/write-mail.ts'
import { traceMail } from './trace-mail.ts'

export const SEND_MAIL = 'notifications.send_mail'

/** So many are on their way at once: mail servers bear some connections from one client. */
const BATCH = 10

type Deps = Pick<
  NotificationsDeps,
  'database' | 'log' | 'personalData' | 'transport' | 'publicUrl' | 'wake' | 'tracing'
>

/**
 * Sends what is queued. A mail is noted as sent after it was: a crash between the two sends it
 * again, with the same Message-ID. What fails is tried again, rarer each time, then buried; what the
 * mail server will never take, at once.
 */
export function sendMailJob(deps: Deps): Job {
  const { database, log, wake } = deps
  return {
    name: SEND_MAIL,
    everyMs: 1_000,
    async run() {
      const due = await database.read.listDueMails({ limit: BATCH })
      if (due.length === 0) return
      const failed = (await Promise.all(due.map(mail => send(deps, mail)))).flat()
      const notSent = new Set(failed.map(mail => mail.mailId))
      const sent = due.map(mail => mail.mailId).filter(mailId => !notSent.has(mailId))
      const buried = await database.write.settleMails({ sent, failed })
      for (const { mailId, reason } of buried) {
        log.error({ mailId, reason }, 'a mail is put to the dead letters')
      }
      if (due.length === BATCH) wake(SEND_MAIL)
    },
  }
}

/** Gives what failed. */
async function send(deps: Deps, mail: StoredMail): Promise<FailedMail[]> {
  const { log, personalData, transport, publicUrl } = deps
  const { mailId, language } = mail
  const beganMs = performance.now()
  try {
    const { to, letter } = openMail(personalData, mail)
    const delivery = await transport.send({ mailId, to, ...writeMail(letter, language, publicUrl) })
    traceMail(deps, delivery.outcome, letter, performance.now() - beganMs)
    return delivery.outcome === 'sent' ? [] : [{ mailId, ...delivery, isRefused: true }]
  } catch (error) {
    log.warn({ err: error, mailId }, 'a mail could not be sent and waits')
    const reason = error instanceof Error ? error.message : String(error)
    return [{ mailId, reason, isRefused: false }]
  }
}
