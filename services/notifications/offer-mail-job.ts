import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { nameTold } from './goods-told.ts'
import { pendingMailJob } from './mails-to-members.ts'
import type { NotificationsDeps } from './notifications-deps.ts'

/** Turns offers to who waited into mails: their time runs, so they do not wait for those of orders. */
export function offerMailJob(deps: NotificationsDeps): Job {
  const { read, write } = deps.database
  return pendingMailJob(deps, {
    name: 'notifications.write_offer_mail',
    everyMs: 200,
    list: read.listOffers,
    mailOf: ({ entryId, memberId, orderId, title, options, quantity, expiresAtMs }) => ({
      // One mail for an offer, however often its event comes.
      mailId: uuidv8('mail.waitlist_offer', entryId),
      memberId,
      letter: {
        kind: 'waitlist_offer',
        title: nameTold({ title, options: JSON.parse(options ?? '{}') }),
        ...{ orderId, quantity, expiresAtMs },
      },
    }),
    store: (written, offers) =>
      write.storeOfferMails({ ...written, ids: offers.map(({ entryId }) => entryId) }),
  })
}
