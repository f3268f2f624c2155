import { escapeHtml } from '#platform/http/escape-html.ts'

/** A whole page. `main` is HTML already; the title is not. */
export function htmlPage({
  title,
  main,
  scripts = [],
  styles = ['/assets/plain.css'],
}: {
  readonly title: string
  readonly main: string
  readonly scripts?: readonly string[]
  readonly styles?: readonly string[]
}): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    '<link rel="icon" href="data:,">',
    ...styles.map(path => `<link rel="stylesheet" href="${path}">`),
    ...scripts.map(path => `<script src="${path}" defer></script>`),
    `<body><main>${main}</main></body>`,
    '</html>',
    '',
  ].join('\n')
}
