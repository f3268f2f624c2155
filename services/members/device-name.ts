/** A short name by which a member knows the device again: `Chrome on Windows`. */
export function deviceName(sent: string | undefined): string {
  // A browser says who it is well within this; the patterns need not look through a whole header.
  const userAgent = sent?.slice(0, 500).trim() ?? ''
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0]
  if (browser !== undefined && system !== undefined) return `${browser} on ${system}`
  return browser ?? system ?? programName(userAgent)
}

// The order matters: most browsers also claim to be those they descend from.
const browsers: readonly (readonly [string, RegExp])[] = [
  ['KakaoTalk', /KAKAOTALK/i],
  ['NAVER', /NAVER\(/],
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Whale', /Whale\//],
  ['Firefox', /(Firefox|FxiOS)\//],
  ['Chrome', /(Chrome|CriOS)\//],
  ['Safari', /Version\/[\d.]+.*Safari\//],
]

const systems: readonly (readonly [string, RegExp])[] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['Mac', /Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
]

/** `curl/8.5.0` is `curl`. Letters, digits and little else, because it is shown on a page. */
function programName(userAgent: string): string {
  const name = /^[\w .-]{1,40}/.exec(userAgent)?.[0].trim()
  return name || 'Unknown device'
}
