import type { ProviderWindow } from '#contracts/providers.ts'

/**
 * Everything comes from here, and nothing runs that stands in a page; letters and pictures too. What
 * the payment provider's window needs is let in beside, and nobody else.
 */
export function webPolicy(window: ProviderWindow | null = null): string {
  const { scripts = [], connections = [], frames = [], forms = [] } = window ?? {}
  return [
    "default-src 'none'",
    directive('script-src', ["'self'", ...scripts]),
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    directive('connect-src', ["'self'", ...connections]),
    ...(frames.length > 0 ? [directive('frame-src', frames)] : []),
    "manifest-src 'self'",
    "base-uri 'none'",
    directive('form-action', forms.length > 0 ? forms : ["'none'"]),
    "frame-ancestors 'none'",
  ].join('; ')
}

const directive = (name: string, sources: readonly string[]) => [name, ...sources].join(' ')
