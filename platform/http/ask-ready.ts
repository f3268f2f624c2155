export type Health = 'ready' | 'not_ready' | 'unreachable'

const PATIENCE_MS = 1_000

/** Asks the process whose private port is there whether it may be sent requests. Never rejects. */
export async function askReady(url: string): Promise<Health> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    await answer.body?.cancel()
    return answer.ok ? 'ready' : 'not_ready'
  } catch {
    // Why it says nothing, nobody who hears nothing can tell.
    return 'unreachable'
  }
}
