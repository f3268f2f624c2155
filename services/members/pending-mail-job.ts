import type { Job } from '#platform/jobs/jobs.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { MembersDeps } from './members-deps.ts'
import { openSecret } from './one-time-secrets.ts'
import type { PendingMail } from './pending-mail-store.ts'
import { openEmail, openName } from './sealed-member.ts'

export const SEND_PENDING_MAIL = 'members.send_pending_mail'

/** Many travel together, so that their commits do. */
const BATCH = 100

type Deps = Pick<MembersDeps, 'database' | 'personalData' | 'notifications' | 'log' | 'wake'>

/**
 * Hands over to notifications what sign-ups have promised. The promise was committed with the
 * sign-up and is forgotten only after the handing over; what is handed over twice is one mail, by
 * its mailId.
 */
export function pendingMailJob(deps: Deps): Job {
  const { database, wake } = deps
  return {
    name: SEND_PENDING_MAIL,
    everyMs: 1_000,
    async run() {
      const due = await database.read.listDueMails({ limit: BATCH })
      if (due.length === 0) return
      const failed = (await Promise.all(due.map(mail => handOver(deps, mail)))).flat()
      const handedOver = due.map(mail => mail.mailId).filter(id => !failed.includes(id))
      await database.write.settleMails({ handedOver, failed })
      if (due.length === BATCH) wake(SEND_PENDING_MAIL)
    },
  }
}

/** Gives the mailId where it failed and is to be tried again. */
async function handOver(
  { personalData, notifications, log }: Deps,
  mail: PendingMail,
): Promise<string[]> {
  try {
    await send({ notifications, personalData }, mail)
    return []
  } catch (error) {
    const { mailId } = mail
    log.warn({ err: error, mailId }, 'a mail could not be handed over and waits')
    return [mailId]
  }
}

async function send(
  { personalData, notifications }: Pick<Deps, 'personalData' | 'notifications'>,
  mail: PendingMail,
): Promise<void> {
  const { mailId, kind, locale } = mail
  const to = openEmail(personalData, mail)
  const reader = { mailId, to, name: openName(personalData, mail), locale }
  const secret = () => openSecret(personalData, mailId, mail.secretSealed ?? '')
  switch (kind) {
    case 'verification': {
      const { code = '', token } = secret()
      await notifications.sendVerification({ ...reader, code, token }, fromService)
      return
    }
    case 'address_taken':
      await notifications.sendAddressTaken(reader, fromService)
      return
    case 'password_reset':
    case 'address_contested': {
      const cause = kind === 'password_reset' ? 'asked' : 'contested'
      const { token } = secret()
      await notifications.sendPasswordReset({ ...reader, token, cause }, fromService)
      return
    }
    case 'password_changed':
    case 'session_reused':
      await notifications.sendAccountNotice({ ...reader, kind }, fromService)
      return
  }
}
