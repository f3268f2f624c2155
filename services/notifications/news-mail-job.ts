import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { pendingMailJob } from './mails-to-members.ts'
import type { NotificationsDeps } from './notifications-deps.ts'

/** Turns news of orders into mails, one for each, however often it is announced. */
export function newsMailJob(deps: NotificationsDeps): Job {
  const { read, write } = deps.database
  return pendingMailJob(deps, {
    name: 'notifications.write_news_mail',
    everyMs: 500,
    list: read.listNews,
    mailOf: ({ newsId, memberId, news }) => ({
      mailId: uuidv8('mail.news', newsId),
      memberId,
      letter: news,
    }),
    store: (written, news) =>
      write.storeNewsMails({ ...written, ids: news.map(({ newsId }) => newsId) }),
  })
}
