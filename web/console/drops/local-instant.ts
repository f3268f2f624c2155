/** How a browser's field for day and time writes: `2026-11-21T19:30`, by the viewer's own clock. */
const parts = new Intl.DateTimeFormat('sv-SE', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

export const fieldOfInstant = (atMs: number): string => parts.format(atMs).replace(' ', 'T')

/** Null where the field is empty or says no instant. */
export function instantOfField(text: string): number | null {
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? null : atMs
}
