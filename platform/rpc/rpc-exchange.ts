import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { FRAMES_TYPE } from './rpc-frames.ts'

/** How an exchange with another process ended. */
export type Exchanged =
  | { readonly outcome: 'answered'; readonly headers: IncomingHttpHeaders }
  /** Nothing of it was begun there, so anybody else may be asked. 0: it was not even sent. */
  | { readonly outcome: 'not_begun'; readonly status: number; readonly cause?: Error }
  /** Nobody knows what became of it: the connection broke, or its time was over. */
  | { readonly outcome: 'lost' | 'late'; readonly cause: Error }

type Sent = {
  readonly path: string
  readonly headers: readonly string[]
  readonly body: Buffer
  readonly timeoutMs: number
  /** Takes what comes back as it comes. What it throws makes the answer `lost`. */
  readonly onData: (chunk: Buffer) => void
}

/** Sends a message and waits for the whole of its answer. Never rejects. */
export function exchange(pool: Dispatcher, sent: Sent): Promise<Exchanged> {
  return new Promise(resolve => new Exchange(sent, resolve).begin(pool))
}

// A class, because thousands a second want one shape and not a closure for each event.
class Exchange implements Dispatcher.DispatchHandler {
  readonly #sent: Sent
  readonly #resolve: (exchanged: Exchanged) => void
  #controller: Dispatcher.DispatchController | null = null
  #timer: NodeJS.Timeout | undefined
  #isOver = false
  #status = 0
  #headers: IncomingHttpHeaders = {}

  constructor(sent: Sent, resolve: (exchanged: Exchanged) => void) {
    this.#sent = sent
    this.#resolve = resolve
  }

  begin(pool: Dispatcher): void {
    const { path, headers, body, timeoutMs } = this.#sent
    this.#timer = setTimeout(() => this.#giveUp(), timeoutMs)
    // Its own time-outs are coarse, and begin only when the message is written.
    const times = { headersTimeout: 0, bodyTimeout: 0 }
    pool.dispatch({ path, method: 'POST', headers: [...headers], body, ...times }, this)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It waited for a connection, and nobody waits for it any more: it is not written.
    if (this.#isOver) controller.abort(new Error('the time was over before a connection was free'))
    else this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#status === 200 && !this.#isOver) this.#sent.onData(chunk)
  }

  onResponseEnd(): void {
    const status = this.#status
    if (status === 200) this.#end({ outcome: 'answered', headers: this.#headers })
    else if (this.#headers['content-type'] === FRAMES_TYPE) {
      this.#end({ outcome: 'not_begun', status })
    } else this.#end({ outcome: 'lost', cause: new Error(`it was answered with ${status}`) })
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    this.#fail('lost', cause)
  }

  #giveUp(): void {
    const late = new Error(`no answer within ${this.#sent.timeoutMs} ms`)
    this.#fail('late', late)
    this.#controller?.abort(late)
  }

  #fail(outcome: 'lost' | 'late', cause: Error): void {
    if (this.#controller === null) this.#end({ outcome: 'not_begun', status: 0, cause })
    else this.#end({ outcome, cause })
  }

  #end(exchanged: Exchanged): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#resolve(exchanged)
  }
}
