/** A mail as it leaves. */
export type OutgoingMail = {
  /** The same when it is sent again, so that it makes a Message-ID. */
  readonly mailId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Brings mails to their readers. */
export type MailTransport = {
  /** Where mails are read from our own table: stored is delivered, and nothing is sent. */
  readonly deliversByStoring: boolean
  /** Resolves when the mail is out of our hands; rejects when it is to be tried again. */
  send(mail: OutgoingMail): Promise<void>
}
