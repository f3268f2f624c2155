export type Readiness = {
  readonly health: 'ready' | 'not_ready' | 'unreachable'
  /** The services there whose database does not answer. */
  readonly silentDatabases: readonly string[]
}

const PATIENCE_MS = 1_000

/** Asks the process whose private port is there whether it may be sent requests. Never rejects. */
export async function askReady(url: string): Promise<Readiness> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const { silentDatabases = [] } = (await answer.json()) as Partial<Readiness>
    return { health: answer.ok ? 'ready' : 'not_ready', silentDatabases }
  } catch {
    // Why it says nothing, nobody who hears nothing can tell.
    return { health: 'unreachable', silentDatabases: [] }
  }
}
