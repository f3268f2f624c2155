import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Claim, type Decision, type DropAtClaims, decideClaims } from './decide-claims.ts'

fc.configureGlobal({ numRuns: 500 })

const OPEN: DropAtClaims = {
  nowMs: 5_000,
  opensAtMs: 1_000,
  closesAtMs: 9_000,
  paused: false,
  ended: false,
  free: 3,
  waiting: 0,
  limitPerMember: 2,
  holdMs: 600,
  nextPosition: 1,
  takenByMember: new Map(),
  accepted: new Map(),
}

const aDrop = (change: Partial<DropAtClaims> = {}): DropAtClaims => ({ ...OPEN, ...change })
const aClaim = (reservationId: string, memberId = reservationId, quantity = 1): Claim => ({
  reservationId,
  memberId,
  quantity,
})
const outcomes = (decisions: readonly Decision[]) => decisions.map(({ outcome }) => outcome)

/** A naive shop: it has each unit in its hand, and gives away what it has. */
function naively(drop: DropAtClaims, claims: readonly Claim[]): Decision[] {
  const shelf = Array.from({ length: drop.waiting > 0 ? 0 : drop.free }, (_, unit) => unit)
  const given: { readonly claim: Claim; readonly units: readonly number[] }[] = []
  return claims.map((claim): Decision => {
    const again = given.find(gift => gift.claim.reservationId === claim.reservationId)
    const asked = again?.claim.quantity ?? drop.accepted.get(claim.reservationId)
    if (asked === claim.quantity) return { outcome: 'repeated' }
    if (asked !== undefined) return { outcome: 'idempotency_conflict' }
    if (drop.ended) return { outcome: 'drop_ended' }
    if (drop.nowMs < drop.opensAtMs) return { outcome: 'drop_not_open' }
    if (drop.nowMs >= drop.closesAtMs) return { outcome: 'drop_ended' }
    if (drop.paused) return { outcome: 'drop_paused' }
    const own = given.filter(gift => gift.claim.memberId === claim.memberId)
    const has =
      own.flatMap(({ units }) => units).length + (drop.takenByMember.get(claim.memberId) ?? 0)
    if (has + claim.quantity > drop.limitPerMember) return { outcome: 'limit_exceeded' }
    if (shelf.length < claim.quantity) return { outcome: 'sold_out' }
    given.push({ claim, units: shelf.splice(0, claim.quantity) })
    const position = drop.nextPosition + given.length - 1
    return { outcome: 'reserved', position, expiresAtMs: drop.nowMs + drop.holdMs }
  })
}

const members = fc.constantFrom('ann', 'bob', 'cid', 'dan')
const claims = fc.array(
  fc.record({
    reservationId: fc.integer({ min: 1, max: 12 }).map(key => `r${key}`),
    memberId: members,
    quantity: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 40 },
)
const drops: fc.Arbitrary<DropAtClaims> = fc
  .record({
    nowMs: fc.constantFrom(999, 1_000, 5_000, 8_999, 9_000),
    paused: fc.boolean(),
    ended: fc.boolean(),
    free: fc.integer({ min: 0, max: 12 }),
    waiting: fc.constantFrom(0, 0, 0, 1, 5),
    limitPerMember: fc.integer({ min: 1, max: 6 }),
    nextPosition: fc.integer({ min: 1, max: 1_000 }),
    takenByMember: fc.array(fc.tuple(members, fc.nat(6))).map(pairs => new Map(pairs)),
    accepted: fc
      .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 })), {
        maxLength: 4,
      })
      .map(pairs => new Map(pairs.map(([key, quantity]) => [`r${key}`, quantity]))),
  })
  .map(aDrop)
/** Most of them open, so that most of what is decided is not why nobody may. */
const openDrops = drops.map(drop => ({ ...drop, nowMs: 5_000, paused: false, ended: false }))

const reservedOf = (claims: readonly Claim[], decisions: readonly Decision[]) =>
  claims.flatMap((claim, at) => {
    const decision = decisions[at]
    return decision?.outcome === 'reserved' ? [{ claim, decision }] : []
  })
const unitsOf = (reserved: readonly { readonly claim: Claim }[]) =>
  reserved.reduce((sum, { claim }) => sum + claim.quantity, 0)

suite('Who gets a unit', () => {
  test('never more units are given than are free, and none while somebody waits', () => {
    fc.assert(
      fc.property(drops, claims, (drop, claims) => {
        const given = unitsOf(reservedOf(claims, decideClaims(drop, claims)))
        assert.ok(given <= (drop.waiting > 0 ? 0 : drop.free), `${given} given`)
      }),
    )
  })

  test('positions go on from the last one without a gap, in the order of arrival', () => {
    fc.assert(
      fc.property(openDrops, claims, (drop, claims) => {
        const reserved = reservedOf(claims, decideClaims(drop, claims))
        assert.deepEqual(
          reserved.map(({ decision }) => decision.position),
          reserved.map((_, at) => drop.nextPosition + at),
        )
      }),
    )
  })

  test('the limit holds over what a member has and what he gets, in however many claims', () => {
    fc.assert(
      fc.property(openDrops, claims, (drop, claims) => {
        const reserved = reservedOf(claims, decideClaims(drop, claims))
        for (const [memberId, own] of Map.groupBy(reserved, ({ claim }) => claim.memberId)) {
          const has = (drop.takenByMember.get(memberId) ?? 0) + unitsOf(own)
          assert.ok(has <= drop.limitPerMember, `${memberId} has ${has}`)
        }
      }),
    )
  })

  test('nobody is turned away without cause: what is refused did not fit when its turn came', () => {
    fc.assert(
      fc.property(openDrops, claims, (drop, claims) => {
        const decisions = decideClaims(drop, claims)
        for (const [at, { memberId, quantity }] of claims.entries()) {
          const before = reservedOf(claims.slice(0, at), decisions)
          const own = before.filter(({ claim }) => claim.memberId === memberId)
          const has = (drop.takenByMember.get(memberId) ?? 0) + unitsOf(own)
          const overLimit = has + quantity > drop.limitPerMember
          const free = drop.waiting > 0 ? 0 : drop.free - unitsOf(before)
          const outcome = decisions[at]?.outcome
          if (outcome === 'limit_exceeded') assert.ok(overLimit)
          if (outcome === 'sold_out') assert.ok(!overLimit && quantity > free)
          if (outcome === 'reserved') assert.ok(!overLimit && quantity <= free)
        }
      }),
    )
  })

  test('however the claims fall into batches, the same members get the same places', () => {
    fc.assert(
      fc.property(openDrops, claims, fc.nat(40), (drop, claims, cut) => {
        const [early, late] = [claims.slice(0, cut), claims.slice(cut)]
        const first = decideClaims(drop, early)
        const reserved = reservedOf(early, first)
        const takenByMember = new Map(drop.takenByMember)
        for (const { claim } of reserved) {
          takenByMember.set(
            claim.memberId,
            (takenByMember.get(claim.memberId) ?? 0) + claim.quantity,
          )
        }
        const second = decideClaims(
          {
            ...drop,
            free: drop.free - unitsOf(reserved),
            nextPosition: drop.nextPosition + reserved.length,
            takenByMember,
            accepted: new Map([
              ...drop.accepted,
              ...reserved.map(({ claim }) => [claim.reservationId, claim.quantity] as const),
            ]),
          },
          late,
        )
        assert.deepEqual([...first, ...second], decideClaims(drop, claims))
      }),
    )
  })

  test('a naive shop with the units in its hand decides every claim alike', () => {
    fc.assert(
      fc.property(fc.oneof(drops, openDrops), claims, (drop, claims) => {
        const before = structuredClone(drop)
        assert.deepEqual(decideClaims(drop, claims), naively(drop, claims))
        assert.deepEqual(drop, before, 'what was told is not changed')
      }),
      { numRuns: 1_000 },
    )
  })

  test('in every small world, down to the last: three units, three members, four claims', () => {
    const possible = ['ann', 'bob', 'cid'].flatMap(memberId =>
      [1, 2].flatMap(quantity =>
        [1, 2].map(key => aClaim(`${memberId}-${key}`, memberId, quantity)),
      ),
    )
    let worlds = 0
    for (const claims of sequences(possible, 4)) {
      for (const free of [0, 1, 2, 3]) {
        for (const limitPerMember of [1, 2, 3]) {
          const drop = aDrop({ free, limitPerMember })
          const [decided, right] = [decideClaims(drop, claims), naively(drop, claims)]
          // Texts first: to compare a quarter of a million worlds deeply takes seconds.
          if (JSON.stringify(decided) !== JSON.stringify(right)) assert.deepEqual(decided, right)
          worlds += 1
        }
      }
    }
    assert.equal(worlds, (1 + 12 + 12 ** 2 + 12 ** 3 + 12 ** 4) * 12)
  })

  test('a claim that is too large leaves its units to a smaller one behind it', () => {
    const claims = [aClaim('a', 'ann', 2), aClaim('b', 'bob', 2), aClaim('c', 'cid', 1)]
    assert.deepEqual(outcomes(decideClaims(aDrop({ free: 3 }), claims)), [
      'reserved',
      'sold_out',
      'reserved',
    ])
  })

  test('a key that was refused may try again, one that was accepted is only repeated', () => {
    const claims = [aClaim('a', 'ann', 3), aClaim('a', 'ann', 1), aClaim('a', 'ann', 1)]
    assert.deepEqual(outcomes(decideClaims(aDrop(), claims)), [
      'limit_exceeded',
      'reserved',
      'repeated',
    ])
  })

  test('an accepted key is repeated after closing too; with another quantity it is a conflict', () => {
    const accepted = new Map([['a', 2]])
    for (const drop of [
      aDrop({ accepted, ended: true }),
      aDrop({ accepted, nowMs: 9_000 }),
      aDrop({ accepted, paused: true, free: 0 }),
      aDrop({ accepted, waiting: 4, takenByMember: new Map([['a', 2]]) }),
    ]) {
      const claims = [aClaim('a', 'a', 2), aClaim('a', 'a', 1)]
      assert.deepEqual(outcomes(decideClaims(drop, claims)), ['repeated', 'idempotency_conflict'])
    }
  })

  test('where several refusals fit: not open, ended, paused, limit, sold out', () => {
    const worst = {
      paused: true,
      free: 0,
      waiting: 1,
      takenByMember: new Map([['a', 2]]),
    }
    const outcomeOf = (change: Partial<DropAtClaims>) =>
      decideClaims(aDrop(change), [aClaim('a')])[0]?.outcome
    assert.equal(outcomeOf({ ...worst, nowMs: 999 }), 'drop_not_open')
    assert.equal(outcomeOf({ ...worst, nowMs: 9_000 }), 'drop_ended')
    assert.equal(outcomeOf({ ...worst, ended: true }), 'drop_ended')
    assert.equal(outcomeOf(worst), 'drop_paused')
    assert.equal(outcomeOf({ ...worst, paused: false }), 'limit_exceeded')
    assert.equal(outcomeOf({ ...worst, paused: false, takenByMember: new Map() }), 'sold_out')
    assert.equal(outcomeOf({ free: 0 }), 'sold_out')
    assert.equal(outcomeOf({}), 'reserved')
  })

  test('for whom nobody waits any more nothing is taken; what was accepted is repeated', () => {
    const drop = aDrop({ free: 5, nowMs: 5_000, accepted: new Map([['old', 1]]) })
    const at = (name: string, untilMs: number) => ({ ...aClaim(name), untilMs })
    const claims = [at('late', 4_999), at('in time', 5_000), at('old', 1), aClaim('here')]
    assert.deepEqual(outcomes(decideClaims(drop, claims)), [
      ...['try_again', 'reserved', 'repeated', 'reserved'],
    ])
    const soldOut = aDrop({ free: 0, nowMs: 5_000, paused: true })
    assert.deepEqual(outcomes(decideClaims(soldOut, [at('late', 4_999)])), ['try_again'])
  })

  test('a drop that was ended before its opening says so, for it never opens', () => {
    const drop = aDrop({ nowMs: 999, ended: true })
    assert.deepEqual(outcomes(decideClaims(drop, [aClaim('a')])), ['drop_ended'])
  })

  test('it is open from the instant of its opening to the one before its closing', () => {
    const at = (nowMs: number) => outcomes(decideClaims(aDrop({ nowMs }), [aClaim('a')]))
    assert.deepEqual([999, 1_000, 8_999, 9_000].flatMap(at), [
      'drop_not_open',
      'reserved',
      'reserved',
      'drop_ended',
    ])
  })
})

/** Every sequence of at most so many of these. */
function* sequences<T>(of: readonly T[], longest: number): Generator<T[]> {
  yield []
  if (longest === 0) return
  for (const rest of sequences(of, longest - 1)) {
    for (const first of of) yield [first, ...rest]
  }
}
