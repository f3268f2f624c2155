import assert from 'node:assert/strict'
import { isRefusal } from '#contracts/problems.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { NewMail, WrittenMails } from './mail-store.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { sealMail } from './sealed-mail.ts'
import { SEND_MAIL } from './send-mail-job.ts'
import type { Letter } from './templates/letter.ts'
import { traceMail } from './trace-mail.ts'

type Deps = Pick<NotificationsDeps, 'members' | 'personalData'>

type Unnamed<L extends Letter> = L extends Letter ? Omit<L, 'name'> : never

/** Something to write to a member about; the name and the address are members' to tell. */
type MailToMember = {
  readonly mailId: string
  readonly memberId: string
  readonly letter: Unnamed<Letter>
}

/** The mails to these members, each in the member's language. A member who is gone gets none. */
export async function mailsToMembers(
  { members, personalData }: Deps,
  wanted: readonly MailToMember[],
): Promise<NewMail[]> {
  const memberIds = [...new Set(wanted.map(({ memberId }) => memberId))]
  const answer = await members.readContacts({ memberIds }, fromService)
  assert(!isRefusal(answer), 'members refuses no question of a service')
  const contactOf = new Map(answer.contacts.map(contact => [contact.memberId, contact]))
  return wanted.flatMap(({ mailId, memberId, letter }) => {
    const contact = contactOf.get(memberId)
    if (contact === undefined) return []
    const { email, name, locale } = contact
    return sealMail(personalData, { mailId, to: email, locale, letter: { ...letter, name } })
  })
}

/** One question to members and one commit for so many. */
export const MAILS_AT_ONCE = 200

type Pending<Row> = Pick<Job, 'name' | 'everyMs'> & {
  /** The first that nobody has written about. */
  readonly list: (limit: { readonly limit: number }) => Promise<readonly Row[]>
  readonly mailOf: (row: Row) => MailToMember
  /** Stores the mails, and forgets that these waited. */
  readonly store: (written: WrittenMails, rows: readonly Row[]) => Promise<void>
}

/** Turns what was noted in a rush into mails, at a pace that leaves the rush alone. */
export function pendingMailJob<Row>(
  deps: Deps & Pick<NotificationsDeps, 'transport' | 'wake' | 'tracing'>,
  { name, everyMs, list, mailOf, store }: Pending<Row>,
): Job {
  const { transport, wake } = deps
  return {
    name,
    everyMs,
    async run() {
      const rows = await list({ limit: MAILS_AT_ONCE })
      if (rows.length === 0) return
      const beganMs = performance.now()
      const wanted = rows.map(mailOf)
      const mails = await mailsToMembers(deps, wanted)
      await store({ mails, areSent: transport.deliversByStoring }, rows)
      const tookMs = performance.now() - beganMs
      for (const { letter } of wanted) traceMail(deps, 'written', letter, tookMs)
      if (!transport.deliversByStoring) wake(SEND_MAIL)
    },
  }
}
