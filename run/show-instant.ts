const parts = new Intl.DateTimeFormat('sv-SE', {
  ...{ dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' },
})

/** `2026-11-21 19:45:07`, of UTC: as people write an instant. */
export const showInstant = (atMs: number): string => parts.format(atMs)
