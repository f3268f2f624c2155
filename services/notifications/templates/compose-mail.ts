import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Language } from './letter.ts'

export type WrittenMail = {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A part of a mail, of which the text and the page are both made. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: 'note'; readonly text: string }

/** The one layout: ink on paper, one accent, nothing that has to be loaded. */
export function composeMail(
  language: Language,
  subject: string,
  blocks: readonly Block[],
): WrittenMail {
  return {
    subject,
    text: `${[...blocks.map(textOf), `—\n${SENDER}`].join('\n\n')}\n`,
    html: page(language, subject, blocks.map(htmlOf).join('\n')),
  }
}

const SENDER = 'Firstcome'
const INK = '#1c1b19'
const MUTED = '#6b675f'
const PAPER = '#faf8f4'
const LINE = '#e6e1d8'
const VERMILION = '#c8371b'
const FONT = "Pretendard,-apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif"

function textOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return block.text
    case 'code':
      return block.code
    case 'link':
      return `${block.label}\n${block.url}`
    case 'table':
      return block.rows
        .map(([name, value]) => (name === '' ? value : `${name}: ${value}`))
        .join('\n')
  }
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escapeHtml(block.text)}</p>`
    case 'note':
      return `<p style="margin:0 0 8px;font-size:14px;color:${MUTED}">${escapeHtml(block.text)}</p>`
    case 'code':
      return `<p style="margin:8px 0 24px;font-size:40px;font-weight:600;letter-spacing:8px">${escapeHtml(block.code)}</p>`
    case 'link':
      return `<p style="margin:8px 0 24px"><a href="${escapeHtml(block.url)}" style="display:inline-block;padding:12px 24px;border-radius:12px;background:${VERMILION};color:#ffffff;text-decoration:none">${escapeHtml(block.label)}</a></p>`
    case 'table':
      return `<table role="presentation" style="width:100%;margin:8px 0 24px;border-top:1px solid ${LINE};border-collapse:collapse">${block.rows.map(rowOf).join('')}</table>`
  }
}

function rowOf([name, value]: readonly [string, string]): string {
  const cell = `padding:8px 0;border-bottom:1px solid ${LINE}`
  if (name === '') return `<tr><td colspan="2" style="${cell}">${escapeHtml(value)}</td></tr>`
  return `<tr><td style="${cell};color:${MUTED};white-space:nowrap;padding-right:16px">${escapeHtml(name)}</td><td style="${cell};text-align:right">${escapeHtml(value)}</td></tr>`
}

function page(language: Language, title: string, content: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:32px 16px;background:${PAPER};color:${INK};word-break:keep-all;overflow-wrap:anywhere;font:16px/1.6 ${FONT}">
<div style="max-width:480px;margin:0 auto">
<h1 style="margin:0 0 24px;font-size:20px">${escapeHtml(title)}</h1>
${content}
<p style="margin:32px 0 0;font-size:12px;color:${MUTED}">${SENDER}</p>
</div>
</body>
</html>
`
}
