import type { Socket } from 'node:net'
import { problemText } from './http-answers.ts'

/**
 * Answers what Node's parser could not read as a request: there is no request and no response,
 * only a socket, which is closed. Broken HTTP has no code in our table: it is `about:blank`
 * (RFC 9457, 4.2.1), because no client of ours can send it.
 */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(textFor(error.code))
  // Not `end`: whoever breaks the protocol does not get to keep half of a connection.
  socket.destroySoon()
}

function textFor(code: string | undefined): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return rawAnswer('431 Request Header Fields Too Large', problemText('headers_too_large'))
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return rawAnswer('408 Request Timeout', blank('Request Timeout', 408))
    default:
      return rawAnswer('400 Bad Request', blank('Bad Request', 400))
  }
}

function blank(title: string, status: number): string {
  return JSON.stringify({ type: 'about:blank', title, status, code: 'bad_request' })
}

function rawAnswer(status: string, text: string): string {
  return [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    text,
  ].join('\r\n')
}
