import { createTransport, type NodemailerError } from 'nodemailer'
import type { Smtp } from '#platform/smtp-url.ts'
import {
  type Delivery,
  MailNotTaken,
  type MailTransport,
  type OutgoingMail,
} from './mail-transport.ts'

type Options = {
  readonly smtp: Smtp
  /** The shop's, without a slash at its end: mails are from there where nobody is told. */
  readonly publicUrl: string
  /** For a test, which does not wait so long. */
  readonly patience?: { readonly silenceMs: number; readonly wholeMs: number }
}

/** So long a server may say nothing, and so long one mail may take. */
const PATIENCE = { silenceMs: 20_000, wholeMs: 60_000 }

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

/** Mails by SMTP (RFC 5321), each over a connection of its own, so that none waits for another. */
export function smtpTransport({ smtp, publicUrl, patience = PATIENCE }: Options): MailTransport {
  const { host, port, login } = smtp
  const from = smtp.from ?? `no-reply@${new URL(publicUrl).hostname}`
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const transporter = createTransport({
    host,
    port,
    secure: smtp.isTlsAtOnce,
    ...(login && {
      auth: { user: login.user, pass: login.password },
      // Whoever listens could take TLS out of the server's offers, and read the password.
      requireTLS: !LOOPBACK.test(host),
    }),
    connectionTimeout: patience.silenceMs,
    greetingTimeout: patience.silenceMs,
    dnsTimeout: patience.silenceMs,
    socketTimeout: patience.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  return {
    deliversByStoring: false,
    async send(mail) {
      try {
        await transporter.sendMail({
          ...letterOf(mail),
          from: { name: 'Firstcome', address: from },
          messageId: `<${mail.mailId}@${domain}>`,
          // A server that says a little again and again is never silent, and never done.
          signal: AbortSignal.timeout(patience.wholeMs),
        })
        return { outcome: 'sent' }
      } catch (error) {
        return refusedBy(error as NodemailerError)
      }
    },
  }
}

const letterOf = ({ to, subject, text, html }: OutgoingMail) => ({
  // As an address and not as a list of them, whatever characters it has.
  to: { name: '', address: to },
  subject,
  text,
  html,
  // Nobody's holiday notice is to answer it (RFC 3834).
  headers: { 'Auto-Submitted': 'auto-generated' },
})

/** What a refusal is about: the reader, or the mail. Others are about us, and are mended. */
const ABOUT_THE_MAIL = ['RCPT TO', 'DATA']

/** Throws where it is to be tried again. */
function refusedBy({ command = 'CONN', response, ...error }: NodemailerError): Delivery {
  const status = error.responseCode
  const reason = `${command}: ${status === undefined ? codeOf(error) : wordsOf(status, response)}`
  if (status !== undefined && status >= 500 && ABOUT_THE_MAIL.includes(command)) {
    return { outcome: 'refused', reason }
  }
  // No cause goes along: what a server says quotes the address.
  throw new MailNotTaken(reason)
}

/** Of what lies beneath, where it is told: that a certificate has expired says more than ESOCKET. */
const codeOf = ({ code, originalCode }: Partial<NodemailerError>) => String(originalCode ?? code)

/** The status, and the enhanced one (RFC 3463) where it is told. */
function wordsOf(status: number, response = ''): string {
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? []
  return enhanced === undefined ? String(status) : `${status} ${enhanced}`
}
