/** A mail as it leaves. */
export type OutgoingMail = {
  /** The same when it is sent again, so that it makes a Message-ID. */
  readonly mailId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type Delivery =
  /** It is out of our hands. */
  | { readonly outcome: 'sent' }
  /** It will never be taken as it is: there is no such reader, or it is taken for spam. */
  | { readonly outcome: 'refused'; readonly reason: string }

/** Brings mails to their readers. */
export type MailTransport = {
  /** Where mails are read from our own table: stored is delivered, and nothing is sent. */
  readonly deliversByStoring: boolean
  /**
   * Rejects with `MailNotTaken` when it is to be tried again: also where it may have been taken,
   * and only the answer was lost. What is taken twice has the same Message-ID.
   */
  send(mail: OutgoingMail): Promise<Delivery>
}

/** The mail was not taken now. The message holds nothing personal, whatever the server has said. */
export class MailNotTaken extends Error {
  override readonly name = 'MailNotTaken'
}
