import type { Session } from '#contracts/members.ts'
import { inTurn } from './in-turn.ts'
import { dropPresses, ownPresses } from './press-owner.ts'
import { type Store, store } from './store.ts'

export type Standing =
  /** Not known yet: the page has just been opened. */
  | { readonly is: 'unknown' }
  /** One who has just left is led to the start, not to the login. */
  | { readonly is: 'visitor'; readonly hasLeft?: true }
  | { readonly is: 'member'; readonly member: Session['member'] }

/** Who is here. The access token lives in this module's memory and nowhere else. */
export const standing: Store<Standing> = store<Standing>({ is: 'unknown' })

let token: { readonly text: string; readonly goodUntilMs: number } | null = null
let opening: Promise<void> | null = null

/** That this browser has a refresh cookie, which no script can see. Says nothing about whose. */
const MARK = 'session'
/** A token is renewed before it runs out, so that no press waits for it. By `performance.now()`. */
const RENEW_BEFORE_MS = 60_000

const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('session') : null

/** Once, when the page opens: finds out who is here, and keeps it so. */
export function openSession(): Promise<void> {
  opening ??= localStorage.getItem(MARK) === null ? Promise.resolve(visitor()) : renew()
  if (tabs !== null) tabs.onmessage = ({ data }) => void (data === 'in' ? renew() : leave())
  return opening
}

/** Takes the answer of `members.logIn` (asked with `tokens: 'cookie'`). */
export function begin(session: Session): void {
  keep(session)
  tabs?.postMessage('in')
}

/** After the session has ended at the shop: here, and in the other tabs. */
export function end(): void {
  leave({ is: 'visitor', hasLeft: true })
  tabs?.postMessage('out')
}

/** Who has left is at the start: a visitor as any other. */
export function hasArrived(): void {
  if (standing.read().is === 'visitor') standing.write({ is: 'visitor' })
}

/** The token to send, or null for a visitor. Waits to know who is here only where one is needed. */
export async function freshToken(isNeeded: boolean): Promise<string | null> {
  if (token === null && isNeeded) await opening
  if (token !== null && performance.now() > token.goodUntilMs - RENEW_BEFORE_MS / 4) await renew()
  return token?.text ?? null
}

/** Another token than the one that was refused, or null where the session is over. */
export async function tokenAfterRefusal(refused: string): Promise<string | null> {
  if (token === null || token.text === refused) await renew()
  return token?.text ?? null
}

/** Reads who is here again: after the address was verified, or the roles changed. */
export const renewSession = (): Promise<void> => renew()

let renewing: Promise<void> | null = null

/** One at a time, in this tab and among all: each renewal uses the cookie of the one before. */
function renew(): Promise<void> {
  renewing ??= inTurn('session', refresh).finally(() => {
    renewing = null
  })
  return renewing
}

/** A network that is gone ends no session; only the shop's word does. */
async function refresh(): Promise<void> {
  const answer = await askForSession()
  if (answer === 'over') visitor()
  else if (answer !== null) keep(answer)
  else {
    if (standing.read().is === 'unknown') standing.write({ is: 'visitor' })
    if (localStorage.getItem(MARK) !== null) renewIn(RETRY_MS)
  }
}

/** Null where the shop said neither, or its answer broke off on the way. */
async function askForSession(): Promise<Session | 'over' | null> {
  const headers = { 'content-type': 'application/json' }
  try {
    const response = await fetch('/api/sessions/refresh', { method: 'POST', headers, body: '{}' })
    if (response.status === 401) return 'over'
    return response.ok ? await response.json() : null
  } catch {
    return null
  }
}

const RETRY_MS = 5_000

let renewal: ReturnType<typeof setTimeout> | undefined

/** One renewal is ahead at most, whoever asked for it. */
function renewIn(ms: number): void {
  clearTimeout(renewal)
  renewal = setTimeout(() => void renew(), ms)
}

function keep({ accessToken, member }: Session): void {
  const lifeMs = lifeOf(accessToken)
  token = { text: accessToken, goodUntilMs: performance.now() + lifeMs }
  localStorage.setItem(MARK, '1')
  renewIn(Math.max(1_000, lifeMs - RENEW_BEFORE_MS))
  ownPresses(member.memberId)
  standing.write({ is: 'member', member })
}

/** One who leaves takes the presses along; a session that only ran out keeps them for its member. */
function leave(now?: Standing): void {
  dropPresses()
  visitor(now)
}

function visitor(now: Standing = { is: 'visitor' }): void {
  token = null
  clearTimeout(renewal)
  localStorage.removeItem(MARK)
  standing.write(now)
}

/** How long a token is good, by its own words: the clock of this device is not asked. */
function lifeOf(accessToken: string): number {
  const claims = accessToken.split('.')[1] ?? ''
  const { iat, exp } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))
  return (exp - iat) * 1_000
}
