/**
 * Which numbers of a growing sequence were seen, as IPsec keeps them (RFC 4303 §3.4.3, RFC 6479):
 * exactly for the newest `WIDTH`, while whatever is older counts as seen. A number is taken once.
 */
export type ReplayWindow = {
  /** False where the number was taken before, or may have been. */
  take(sequence: number): boolean
}

/** Far more than a client has under way at once; half a kilobyte. */
export const WIDTH = 4_096

export function replayWindow(): ReplayWindow {
  const seen = new Uint8Array(WIDTH / 8)
  let newest = 0

  const forget = (sequence: number) => {
    const slot = sequence % WIDTH
    seen[slot >> 3] = (seen[slot >> 3] ?? 0) & ~(1 << (slot & 7))
  }

  return {
    take(sequence) {
      if (!Number.isSafeInteger(sequence) || sequence < 1 || sequence <= newest - WIDTH)
        return false
      if (sequence - newest >= WIDTH) seen.fill(0)
      else for (let passed = newest + 1; passed <= sequence; passed++) forget(passed)
      newest = Math.max(newest, sequence)
      const slot = sequence % WIDTH
      const bit = 1 << (slot & 7)
      const byte = seen[slot >> 3] ?? 0
      seen[slot >> 3] = byte | bit
      return (byte & bit) === 0
    },
  }
}
