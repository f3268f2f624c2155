/** How the shop is reached from outside, and what follows from it. */
export type PublicUrl = {
  readonly origin: string
  /** By TLS. */
  readonly secureTransport: boolean
  /** Whether cookies are marked as secure: always, but on a developer's own machine. */
  readonly secureCookies: boolean
  /** Whether a page of this origin is ours: by our name, or by that under which it was asked. */
  isOurs(origin: string, host: string | undefined): boolean
}

export function publicUrl(text: string): PublicUrl {
  const { origin, protocol, hostname } = new URL(text)
  const secureTransport = protocol === 'https:'
  return {
    origin,
    secureTransport,
    secureCookies: secureTransport || !isLocalhost(hostname),
    isOurs: (other, host) =>
      other === origin || (host !== undefined && URL.parse(other)?.host === host.toLowerCase()),
  }
}

function isLocalhost(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
