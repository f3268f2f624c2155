/** A short name by which a member knows the device again: `Chrome on Windows`. */
export function deviceName(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent.trim() === '') return 'Unknown device'
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
  const name = /^[\w .-]{1,40}/.exec(userAgent.trim())?.[0].trim()
  return name || 'Unknown device'
}
