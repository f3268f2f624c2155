import type { Mail } from '#contracts/notifications.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import { htmlPage } from './html.ts'

const instants = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'UTC',
})

/**
 * The development mailbox for people: the newest first, each with its text. A mail's HTML stands
 * in a frame that may do nothing, because whoever signs up chooses a part of it.
 */
export function mailboxPage(mails: readonly Mail[], to: string | undefined): string {
  const heading = to === undefined ? 'Mailbox' : `Mailbox of ${to}`
  const all = to === undefined ? '' : '<p><a href="/dev/mailbox">All mail</a></p>'
  const list =
    mails.length === 0
      ? '<p>No mail yet. Sign up, and look again.</p>'
      : `<ol class="mails">${mails.map(mailItem).join('\n')}</ol>`
  const note = '<p>No mail server is configured, so all mail stays here.</p>'
  return htmlPage({
    title: heading,
    main: `<h1>${escapeHtml(heading)}</h1>${note}${all}${list}`,
  })
}

function mailItem(mail: Mail): string {
  const sentAt = instants.format(mail.sentAtMs)
  const address = `/dev/mailbox?to=${encodeURIComponent(mail.to)}`
  return [
    '<li>',
    `<h2>${escapeHtml(mail.subject)}</h2>`,
    `<p><a href="${escapeHtml(address)}">${escapeHtml(mail.to)}</a> · <time>${sentAt} UTC</time></p>`,
    mail.code === undefined ? '' : `<p class="code">${escapeHtml(mail.code)}</p>`,
    `<pre>${escapeHtml(mail.text)}</pre>`,
    '<details><summary>As HTML</summary>',
    `<iframe sandbox title="The mail as HTML" srcdoc="${escapeHtml(mail.html)}"></iframe>`,
    '</details>',
    '</li>',
  ].join('')
}
