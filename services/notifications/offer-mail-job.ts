import assert from 'node:assert/strict'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'
import { fromService } from '#platform/rpc.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import type { OfferToTell } from './offer-mail-store.ts'
import { sealMail } from './sealed-mail.ts'
import { SEND_MAIL } from './send-mail-job.ts'

/** One question to members and one commit for so many. */
const BATCH = 200

type Deps = Pick<NotificationsDeps, 'database' | 'members' | 'personalData' | 'transport' | 'wake'>

/** Turns offers to who waited into mails: their time runs, so they do not wait for those of orders. */
export function offerMailJob(deps: Deps): Job {
  const { database, members, personalData, transport, wake } = deps
  return {
    name: 'notifications.write_offer_mail',
    everyMs: 200,
    async run() {
      const offers = await database.read.listOffers({ limit: BATCH })
      if (offers.length === 0) return
      const memberIds = [...new Set(offers.map(offer => offer.memberId))]
      const answer = await members.readContacts({ memberIds }, fromService)
      assert(!isRefusal(answer), 'members refuses no question of a service')
      const contactOf = new Map(answer.contacts.map(contact => [contact.memberId, contact]))
      const mails = offers.flatMap(offer => {
        const contact = contactOf.get(offer.memberId)
        if (contact === undefined) return []
        const { email, name, locale } = contact
        const letter = letterOf(offer, name)
        return sealMail(personalData, { mailId: mailIdOf(offer), to: email, locale, letter })
      })
      await database.write.storeOfferMails({
        mails,
        areSent: transport.deliversByStoring,
        entryIds: offers.map(offer => offer.entryId),
      })
      if (!transport.deliversByStoring) wake(SEND_MAIL)
    },
  }
}

/** One mail for an offer, however often its event comes. */
const mailIdOf = ({ entryId }: OfferToTell): string => uuidv8('mail.waitlist_offer', entryId)

function letterOf({ orderId, title, quantity, expiresAtMs }: OfferToTell, name: string) {
  return { kind: 'waitlist_offer', name, orderId, title, quantity, expiresAtMs } as const
}
