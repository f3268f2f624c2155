import type { LedgerEntry } from '#contracts/ledger.ts'
import type { Say } from '#web/kit/use-words.ts'
import type { words } from './words/ledger-words.ko.ts'

/** What a line says, in words; also of one that no ledger could have. */
export function sentenceOf(entry: LedgerEntry | null, say: Say<typeof words>): string {
  const told: Partial<LedgerEntry> = entry ?? {}
  const { kind, position = 0, quantity = 1, units = 0, ticket = 0 } = told
  switch (kind) {
    case 'planned':
      return say('entry_planned', { units, limit: told.limitPerMember ?? 0 })
    case 'units_changed':
      return say('entry_units_changed', { delta: signed(told.delta ?? 0), units })
    case 'reserved':
    case 'returned':
      return say(`entry_${kind}`, { position, quantity })
    case 'committed':
    case 'released':
    case 'expired':
      return say(`entry_${kind}`, { position })
    case 'joined':
      return say('entry_joined', { ticket, quantity })
    case 'left':
    case 'passed':
      return say(`entry_${kind}`, { ticket })
    case 'offered':
      return say('entry_offered', { ticket, position, quantity })
    default:
      return say('entry_unknown')
  }
}

const signed = (delta: number): string => (delta < 0 ? `−${-delta}` : `+${delta}`)
