import { routes } from 'virtual:contract-routes'
import type { Code, Input, OperationName, Output } from './contract.ts'
import { isRefusal, type Refusal, Refused } from './refusal.ts'
import { requestOf, type WireRequest } from './request-of.ts'
import { freshToken, tokenAfterRefusal } from './session.ts'

const known: Record<string, string> = { ...routes }

/** The console knows more addresses than the shop. */
export function knowRoutes(more: Readonly<Record<string, string>>): void {
  Object.assign(known, more)
}

export type AskOptions = {
  /** The Idempotency-Key, where the operation is keyed: kept by `press-key.ts`. */
  readonly key?: string
  readonly signal?: AbortSignal
  /** The pass of the waiting room. */
  readonly pass?: string
}

export type Answer<Name extends OperationName> = Output<Name> | Refusal<Code<Name>>

/**
 * Asks the shop: `ask('stock.readDrop', { dropId })`. Never throws: what is refused, and a network
 * that is gone (`unreachable`), are answers. The token comes along by itself, and is renewed once
 * where it has run out.
 */
export async function ask<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options: AskOptions = {},
): Promise<Answer<Name>> {
  const request = requestOf(known[name] ?? '', input as Readonly<Record<string, unknown>>)
  const token = await freshToken(request.needsToken)
  const first = await exchange(request, token, options)
  if (!isRefusal(first) || first.status !== 401 || token === null) return first as Answer<Name>
  const renewed = await tokenAfterRefusal(token)
  if (renewed === null) return first as Answer<Name>
  return (await exchange(request, renewed, options)) as Answer<Name>
}

/** As `ask`, for queries: gives the answer, throws a refusal as `Refused`. */
export async function given<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options: AskOptions = {},
): Promise<Output<Name>> {
  const answer = await ask(name, input, options)
  if (isRefusal(answer)) throw new Refused(answer)
  return answer as Output<Name>
}

/** For `useQuery`: `useQuery(reading('stock.readDrop', { dropId }))`. */
export function reading<Name extends OperationName>(name: Name, input: Input<Name>) {
  return {
    queryKey: [name, input] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => given(name, input, { signal }),
  }
}

async function exchange(
  { method, url, body }: WireRequest,
  token: string | null,
  { key, pass, signal }: AskOptions,
): Promise<unknown> {
  const headers = {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(pass !== undefined && { pass }),
    ...(body !== null && { 'content-type': 'application/json' }),
  }
  try {
    const response = await fetch(url, { method, headers, body, signal: signal ?? null })
    const text = await response.text()
    const said = text === '' ? null : JSON.parse(text)
    return response.ok ? said : refusalOf(response, said)
  } catch (error) {
    // A query that nobody waits for any more is no fault of the network.
    if (signal?.aborted) throw error
    return { refused: 'unreachable', status: 0, details: {} } satisfies Refusal
  }
}

function refusalOf({ status, headers }: Response, problem: unknown): Refusal {
  const { code = 'internal', ...details } = (problem ?? {}) as { code?: string }
  const retryAfterSeconds = Number(headers.get('retry-after') ?? 0)
  return { refused: code, status, details: { ...details, retryAfterSeconds } }
}
