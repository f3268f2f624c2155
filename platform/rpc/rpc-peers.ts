import type { Instance } from '#platform/discovery/discovery.ts'
import { openPeer, type Peer, type PeerDeps } from './rpc-peer.ts'

export type PeersDeps = PeerDeps & {
  /** Who offers the service now; the same array until it changes. */
  readonly instances: () => readonly Instance[]
}

/** All processes that offer a service. */
export type Peers = AsyncDisposable & {
  all(): readonly Peer[]
  /** Those who may be asked, but not `avoided`; who is about to end only where all are. */
  willing(avoided: ReadonlySet<string>): readonly Peer[]
}

/** Keeps as many peers as discovery tells, each for as long as it is told. */
export function openPeers(deps: PeersDeps): Peers {
  const { instances, log, service } = deps
  let known: readonly Instance[] = []
  let peers: readonly Peer[] = []
  const closing = new Set<Promise<void>>()

  async function close(peer: Peer): Promise<void> {
    try {
      await peer[Symbol.asyncDispose]()
    } catch (error) {
      log.warn({ err: error, service }, 'connections to an instance did not close')
    }
  }

  /** Goes on in the background: whoever waits there for an answer gets it, or is late. */
  function letGo(peer: Peer): void {
    const closed = close(peer).finally(() => closing.delete(closed))
    closing.add(closed)
  }

  function all(): readonly Peer[] {
    const now = instances()
    if (now === known) return peers
    known = now
    const before = new Map(peers.map(peer => [peer.id, peer]))
    peers = now.map(instance => {
      const peer = before.get(instance.id)
      if (peer === undefined || peer.url !== instance.url) return openPeer(deps, instance)
      before.delete(instance.id)
      return peer
    })
    for (const gone of before.values()) letGo(gone)
    return peers
  }

  return {
    all,
    willing(avoided) {
      const healthy = all().filter(peer => peer.breaker.state === 'closed' && !avoided.has(peer.id))
      const staying = healthy.filter(peer => peer.leavingSinceMs() === null)
      return staying.length > 0 ? staying : firstToLeave(healthy)
    },
    async [Symbol.asyncDispose]() {
      for (const peer of peers) letGo(peer)
      peers = []
      await Promise.all(closing)
    },
  }
}

/** In a rolling restart, who left first is back first. */
function firstToLeave(leaving: readonly Peer[]): readonly Peer[] {
  const since = (peer: Peer) => peer.leavingSinceMs() ?? 0
  return leaving.toSorted((a, b) => since(a) - since(b)).slice(0, 1)
}
