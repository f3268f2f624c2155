import { type FixedList, readFixedList } from './discovery.fixed.ts'

/** How processes find each other, as DISCOVERY_URL tells it. */
export type DiscoveryChoice =
  | { readonly kind: 'static'; readonly list: FixedList }
  | { readonly kind: 'redis' }
  | { readonly kind: 'eureka'; readonly url: string }

/** Reads `static:…`, `redis:` or `eureka:http://…`. Gives what is wrong with it as a sentence. */
export function readDiscoveryUrl(text: string): DiscoveryChoice | { readonly fault: string } {
  if (text === 'redis:') return { kind: 'redis' }
  if (text.startsWith('static:')) {
    const list = readFixedList(text)
    return 'fault' in list ? list : { kind: 'static', list }
  }
  const url = text.startsWith('eureka:') ? URL.parse(text.slice('eureka:'.length)) : null
  if (url !== null && /^https?:$/.test(url.protocol)) return { kind: 'eureka', url: url.href }
  return {
    fault: 'Give static:<service>=http://host:port,…, redis:, or eureka:http://host:port/eureka.',
  }
}
