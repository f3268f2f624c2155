/** What is known of somebody who may be asked. */
export type Candidate = { readonly id: string; readonly inFlight: number }

/** Chooses whom to ask; undefined where there is nobody. */
export type Choose = <C extends Candidate>(candidates: readonly C[]) => C | undefined

/**
 * The less busy of two that are drawn. Nearly as good as asking all how busy they are, and unlike
 * the least busy of all it does not send everybody to the same one (Mitzenmacher 2001).
 */
export function leastBusyOfTwo(random: () => number = Math.random): Choose {
  return candidates => {
    const one = Math.floor(random() * candidates.length)
    const other = (one + 1 + Math.floor(random() * (candidates.length - 1))) % candidates.length
    const [a, b] = [candidates[one], candidates[other]]
    return a === undefined || b === undefined || a.inFlight <= b.inFlight ? a : b
  }
}

/** Each in turn. */
export function inTurn(): Choose {
  let turn = 0
  return candidates => {
    turn = (turn + 1) % Math.max(1, candidates.length)
    return candidates[turn]
  }
}

/**
 * The same one for the same key, as long as it is there; when it goes, only its keys move
 * (rendezvous hashing, Thaler and Ravishankar 1998).
 */
export function stickyBy(key: string): Choose {
  return candidates => {
    let best = candidates[0]
    let highest = -1
    for (const candidate of candidates) {
      const weight = hash(`${candidate.id} ${key}`)
      if (weight > highest) {
        highest = weight
        best = candidate
      }
    }
    return best
  }
}

/** FNV-1a, and MurmurHash3's last step, without which similar names have similar weights. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
