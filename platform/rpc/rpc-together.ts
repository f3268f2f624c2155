import type { Together } from '#contracts/call-policies.ts'
import { Problem } from '#contracts/problems.ts'
import { type Choose, stickyBy } from './rpc-balance.ts'
import type { Line } from './rpc-delivery.ts'

type Lane = { readonly choose: Choose; gathered: Line[]; inFlight: number; willSend: boolean }

/** So many messages may wait in a group; whoever comes then is told to try again. */
const MESSAGES_WAITING = 8

/**
 * Sends calls of a group together: those of one turn of the event loop, or that came while as many
 * messages as may be were under way. A message then costs both sides once what each call would
 * cost, and the busier they are, the more it carries.
 */
export function travelTogether(
  { atMost, inFlight }: Together,
  send: (lines: readonly Line[], choose: Choose) => Promise<void>,
): (key: string, line: Line) => void {
  const lanes = new Map<string, Lane>()

  function pump(key: string, lane: Lane): void {
    lane.willSend = false
    while (lane.inFlight < inFlight && lane.gathered.length > 0) {
      lane.inFlight++
      const lines = lane.gathered.splice(0, atMost)
      void send(lines, lane.choose).finally(() => {
        lane.inFlight--
        pump(key, lane)
      })
    }
    if (lane.inFlight === 0) lanes.delete(key)
  }

  return (key, line) => {
    const lane = lanes.get(key) ?? {
      choose: stickyBy(key),
      gathered: [],
      inFlight: 0,
      willSend: false,
    }
    lanes.set(key, lane)
    if (lane.gathered.length >= MESSAGES_WAITING * atMost)
      return line.fail(new Problem('try_again'))
    lane.gathered.push(line)
    if (lane.willSend || lane.inFlight >= inFlight) return
    lane.willSend = true
    setImmediate(pump, key, lane)
  }
}
