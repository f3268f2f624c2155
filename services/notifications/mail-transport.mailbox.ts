import type { MailTransport } from './mail-transport.ts'

/** The development mailbox: it shows the stored mails themselves. */
export const mailboxTransport: MailTransport = {
  deliversByStoring: true,
  send: () => Promise.resolve({ outcome: 'sent' }),
}
