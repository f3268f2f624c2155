import type { PageRoute } from '#web/kit/page-route.tsx'

/** Signing up, logging in, and what is a member's own. */
export const accountPages: readonly PageRoute[] = []
