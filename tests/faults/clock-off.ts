/**
 * Loaded before a program (`--import …/clock-off.ts?ms=300000`): its clock is so much ahead, or
 * behind. Durations go on as they are, as on a machine whose clock was set wrong. Once more: further.
 */
const offMs = Number(new URL(import.meta.url).searchParams.get('ms'))
const now = Date.now
const timeOrigin = performance.timeOrigin + offMs

globalThis.Date = class extends Date {
  constructor(...given: [] | [number]) {
    super(...((given.length === 0 ? [now() + offMs] : given) as [number]))
  }
  static override now = (): number => now() + offMs
} as DateConstructor
Object.defineProperty(performance, 'timeOrigin', { value: timeOrigin, configurable: true })
