import assert from 'node:assert/strict'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'
import { fromService } from '#platform/rpc.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { sealMail } from './sealed-mail.ts'
import { SEND_MAIL } from './send-mail-job.ts'

/** One question to members and one commit for so many. */
const BATCH = 200

type Deps = Pick<NotificationsDeps, 'database' | 'members' | 'personalData' | 'transport' | 'wake'>

/** Turns news of orders into mails, one for each, however often it is announced. */
export function newsMailJob({ database, members, personalData, transport, wake }: Deps): Job {
  return {
    name: 'notifications.write_news_mail',
    everyMs: 500,
    async run() {
      const news = await database.read.listNews({ limit: BATCH })
      if (news.length === 0) return
      const memberIds = [...new Set(news.map(each => each.memberId))]
      const answer = await members.readContacts({ memberIds }, fromService)
      assert(!isRefusal(answer), 'members refuses no question of a service')
      const contactOf = new Map(answer.contacts.map(contact => [contact.memberId, contact]))
      const mails = news.flatMap(({ newsId, memberId, news }) => {
        const contact = contactOf.get(memberId)
        if (contact === undefined) return []
        const { email, name, locale } = contact
        const mailId = uuidv8('mail.news', newsId)
        return sealMail(personalData, { mailId, to: email, locale, letter: { ...news, name } })
      })
      const newsIds = news.map(({ newsId }) => newsId)
      await database.write.storeNewsMails({
        mails,
        areSent: transport.deliversByStoring,
        newsIds,
      })
      if (!transport.deliversByStoring) wake(SEND_MAIL)
    },
  }
}
