/** A mail server, and how it is spoken to. */
export type Smtp = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else by STARTTLS, where the server offers it. */
  readonly isTlsAtOnce: boolean
  /** Never said without TLS, but to this machine itself. */
  readonly login: { readonly user: string; readonly password: string } | null
  /** The address that mails are from; null where none is told. */
  readonly from: string | null
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 }

const ADVICE = 'Give smtp://user:password@mail.example:587?from=shop@mail.example, or smtps://….'

/** What an SMTP_URL says, or what is wrong with it. The fault shows no password. */
export function readSmtpUrl(text: string): { readonly smtp: Smtp } | { readonly fault: string } {
  const url = URL.parse(text)
  const defaultPort = DEFAULT_PORTS[url?.protocol ?? '']
  if (url === null || defaultPort === undefined || url.hostname === '') {
    return { fault: `this is no address of a mail server. ${ADVICE}` }
  }
  if (!/^\/?$/.test(url.pathname) || url.hash !== '') {
    return { fault: `it has a path, which mail servers have not. ${ADVICE}` }
  }
  const unknown = [...url.searchParams.keys()].find(name => name !== 'from')
  if (unknown !== undefined) return { fault: `nothing is known of "${unknown}". ${ADVICE}` }
  const from = url.searchParams.get('from')
  if (from !== null && !/^[^\s@<>,;:"]+@[A-Za-z0-9.-]+$/.test(from)) {
    return { fault: `what mails are from is no address. ${ADVICE}` }
  }
  const login = loginOf(url)
  if (login === 'malformed') return { fault: `user or password is not written for URLs. ${ADVICE}` }
  return {
    smtp: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? defaultPort : Number(url.port),
      isTlsAtOnce: url.protocol === 'smtps:',
      login,
      from,
    },
  }
}

function loginOf({ username, password }: URL): Smtp['login'] | 'malformed' {
  if (username === '') return null
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch (error) {
    if (error instanceof URIError) return 'malformed'
    throw error
  }
}
