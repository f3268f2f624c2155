import type { CallContext } from '#contracts/operation.ts'

/**
 * What travels between processes. A message is a JSON array of calls of one operation; what comes
 * back is a frame for each call, as it is answered: `<index> <kind> <bytes>\n`, the text, `\n`.
 * The length comes first, so that an answer is passed on as it is and nobody looks for its end.
 */
export type CallInMessage = { readonly input: unknown; readonly context: CallContext }

/**
 * `a`: the answer; `r`: a refusal, which is a value; `p`: a problem, which is thrown. `t`, before one
 * of these and only for who came with a trace: the trace that the call turned out to belong to.
 */
export type FrameKind = 'a' | 'r' | 'p' | 't'

export type OnFrame = (index: number, kind: FrameKind, text: string) => void

/** More calls are not taken in one message. */
export const MAX_CALLS = 1_024

/** More bytes are not taken in one message. */
export const MAX_MESSAGE_BYTES = 8 * 1_024 * 1_024

/** Stands on an answer: send the next ones to somebody else. */
export const LEAVING_HEADER = 'firstcome-leaving'

export const FRAMES_TYPE = 'application/vnd.firstcome.frames'

export function frame(index: number, kind: FrameKind, text: string): string {
  return `${index} ${kind} ${Buffer.byteLength(text)}\n${text}\n`
}

const NEWLINE = 10
const NOTHING = Buffer.alloc(0)
/** A thousand calls, a letter, a length of megabytes. */
const LONGEST_HEAD = 32

/** Reads frames out of chunks that are cut anywhere. Throws where they are no frames. */
export function frameReader(onFrame: OnFrame): (chunk: Buffer) => void {
  let rest: Buffer = NOTHING

  return chunk => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    for (let end = readFrame(bytes, at, onFrame); end > at; ) {
      at = end
      end = readFrame(bytes, at, onFrame)
    }
    rest = at === bytes.length ? NOTHING : bytes.subarray(at)
  }
}

/** Where the frame ends that begins at `start`; `start` itself where it is not all there yet. */
function readFrame(bytes: Buffer, start: number, onFrame: OnFrame): number {
  const headEnd = bytes.indexOf(NEWLINE, start)
  if (headEnd === -1 || headEnd - start > LONGEST_HEAD) {
    if (bytes.length - start > LONGEST_HEAD) throw new Error('an answer is not made of frames')
    return start
  }
  const [, index, kind, length] =
    /^(\d{1,5}) ([arpt]) (\d{1,10})$/.exec(bytes.toString('latin1', start, headEnd)) ?? []
  if (index === undefined) throw new Error('an answer is not made of frames')
  const textEnd = headEnd + 1 + Number(length)
  if (bytes.length <= textEnd) return start
  if (bytes[textEnd] !== NEWLINE) throw new Error('a frame is not as long as it says')
  onFrame(Number(index), kind as FrameKind, bytes.toString('utf8', headEnd + 1, textEnd))
  return textEnd + 1
}
