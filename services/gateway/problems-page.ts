import { type ProblemKind, problems } from '#contracts/problems.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import { htmlPage } from './html.ts'

/** Where the `type` of every problem document leads: what its code means. */
export function problemsPage(): string {
  const kinds: readonly (readonly [string, ProblemKind])[] = Object.entries(problems)
  const rows = kinds.map(
    ([name, { status, title, code = name }]) =>
      `<tr id="${name}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  )
  const head = '<thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead>'
  return htmlPage({
    title: 'Problems',
    main: `<h1>Problems</h1>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457) with one of these codes.
429 and 503 tell in <code>Retry-After</code> when to try again.
<a href="/docs">All calls</a></p>
<table>${head}<tbody>${rows.join('\n')}</tbody></table>`,
  })
}
