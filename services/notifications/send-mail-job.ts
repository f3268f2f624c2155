import type { Job } from '#platform/jobs.ts'
import type { StoredMail } from './mail-store.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { openMail } from './sealed-mail.ts'
import { writeMail } from './templates/write-mail.ts'

export const SEND_MAIL = 'notifications.send_mail'

/** So many are on their way at once. */
const BATCH = 20

type Deps = Pick<
  NotificationsDeps,
  'database' | 'log' | 'personalData' | 'transport' | 'publicUrl' | 'wake'
>

/**
 * Sends what is queued. A mail is noted as sent after it was: a crash between the two sends it
 * again, with the same Message-ID. What fails is tried again, rarer each time, then given up.
 */
export function sendMailJob(deps: Deps): Job {
  const { database, wake } = deps
  return {
    name: SEND_MAIL,
    everyMs: 1_000,
    async run() {
      const due = await database.read.listDueMails({ limit: BATCH })
      if (due.length === 0) return
      const failed = (await Promise.all(due.map(mail => send(deps, mail)))).flat()
      const sent = due.map(mail => mail.mailId).filter(mailId => !failed.includes(mailId))
      await database.write.settleMails({ sent, failed })
      if (due.length === BATCH) wake(SEND_MAIL)
    },
  }
}

/** Gives the mailId where it failed. */
async function send(
  { log, personalData, transport, publicUrl }: Deps,
  mail: StoredMail,
): Promise<string[]> {
  const { mailId, language } = mail
  try {
    const { to, letter } = openMail(personalData, mail)
    await transport.send({ mailId, to, ...writeMail(letter, language, publicUrl) })
    return []
  } catch (error) {
    log.warn({ err: error, mailId }, 'a mail could not be sent and waits')
    return [mailId]
  }
}
