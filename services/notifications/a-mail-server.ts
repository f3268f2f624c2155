import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Smtp } from '#platform/smtp-url.ts'

/** What a mail server may be like on a day. */
type Mood =
  | 'takes'
  /** Takes the whole mail, and is gone before it says so. */
  | 'takes_and_drops'
  | 'is_slow'
  | 'is_busy'
  | 'knows_no_reader'
  | 'takes_it_for_spam'
  | 'lets_nobody_in'
  | 'says_nothing'
  | 'never_comes_to_an_end'

export type MailServer = AsyncDisposable & {
  mood: Mood
  /** How often somebody came. */
  readonly visits: () => number
  readonly smtp: Smtp
  /** What it took, read as a mail client reads it, and as it came. */
  readonly mails: () => Promise<readonly Email[]>
  readonly raw: readonly string[]
  /** Nobody listens any more, until it is back. */
  leave(): Promise<void>
  comeBack(): Promise<void>
}

const SLOW_MS = 200
const LOGIN = { user: 'shop', password: 'the password of the shop' }

/** For tests: a real SMTP server on a free port. */
export async function aMailServer({ asksWho = false } = {}): Promise<MailServer> {
  const state = { mood: 'takes' as Mood, visits: 0 }
  const sockets = new Set<Socket>()
  const raw: string[] = []
  const handlers = handlersOf(state, { sockets, raw })
  // Its certificate is nobody's, so it has no TLS.
  const options = asksWho
    ? { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
    : { disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true }

  async function open(port: number): Promise<SMTPServer> {
    const server = new SMTPServer({ ...handlers, ...options, logger: false, closeTimeout: 1 })
    server.on('error', () => undefined)
    server.server.on('connection', (socket: Socket) => {
      state.visits++
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    return server
  }

  async function leave(): Promise<void> {
    const closed = new Promise<void>(resolve => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }

  let server = await open(0)
  const { port } = server.server.address() as AddressInfo
  const from = 'shop@shop.example'
  const login = asksWho ? LOGIN : null
  return {
    get mood() {
      return state.mood
    },
    set mood(mood) {
      state.mood = mood
    },
    visits: () => state.visits,
    smtp: { host: '127.0.0.1', port, isTlsAtOnce: false, login, from },
    mails: () => Promise.all(raw.map(mail => PostalMime.parse(mail))),
    raw,
    leave,
    async comeBack() {
      server = await open(port)
    },
    [Symbol.asyncDispose]: leave,
  }
}

type Seen = { readonly sockets: ReadonlySet<Socket>; readonly raw: string[] }

function handlersOf(state: { mood: Mood }, { sockets, raw }: Seen): SMTPServerOptions {
  return {
    onConnect(_, answer) {
      if (state.mood === 'says_nothing') return
      if (state.mood === 'lets_nobody_in') return answer(refusal(554, '5.7.1 not from there'))
      answer()
    },
    onAuth({ username, password }, _, answer) {
      const isKnown = username === LOGIN.user && password === LOGIN.password
      if (isKnown) answer(null, { user: username })
      else answer(refusal(535, '5.7.8 who are you'))
    },
    onRcptTo({ address }, _, answer) {
      if (state.mood === 'is_busy') return answer(refusal(451, `4.7.1 <${address}> comes later`))
      if (state.mood === 'knows_no_reader') {
        return answer(refusal(550, `5.1.1 <${address}> is nobody here`))
      }
      answer()
    },
    async onData(stream, _, answer) {
      const mail = await text(stream)
      if (state.mood === 'never_comes_to_an_end') return
      if (state.mood === 'takes_it_for_spam') return answer(refusal(554, '5.7.1 this is spam'))
      raw.push(mail)
      if (state.mood === 'is_slow') await sleep(SLOW_MS)
      if (state.mood !== 'takes_and_drops') return answer()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const refusal = (responseCode: number, words: string) =>
  Object.assign(new Error(words), { responseCode })
