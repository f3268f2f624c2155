import { consoleBoardWords } from '#web/console/words/live-board.ts'
import { classNames } from '#web/kit/class-names.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { type BoardCount, MOST_POINTS, rateOf } from './board-numbers.ts'
import { Curve, type Line } from './curve.tsx'
import { CurvePanel } from './curve-panel.tsx'
import type { DropStory } from './drop-story.ts'
import { useReasonText } from './use-reason-text.ts'

type BoardCurvesProps = {
  readonly counts: readonly BoardCount[]
  readonly story: DropStory
  readonly fromMs: number
  readonly nowMs: number
}

/** A reason keeps its colour, however often it is given. */
const looks: Readonly<Record<string, { readonly colour: string; readonly swatch: string }>> = {
  sold_out: { colour: 'text-wrong', swatch: 'bg-wrong' },
  limit_exceeded: { colour: 'text-short', swatch: 'bg-short' },
  drop_not_open: { colour: 'text-ink', swatch: 'bg-ink' },
  drop_paused: { colour: 'text-yours', swatch: 'bg-yours' },
  try_again: { colour: 'text-seal', swatch: 'bg-seal' },
}
const other = { colour: 'text-quiet', swatch: 'bg-quiet' }

/**
 * Four curves: what was asked for, granted, refused by reason, and paid. The ledger knows when each
 * unit was granted and paid; requests and refusals are counted from when the board was opened.
 */
export function BoardCurves({ counts, story, fromMs, nowMs }: BoardCurvesProps) {
  const say = useWords(consoleBoardWords)
  const reasonText = useReasonText()
  const { number } = useFormat()
  const last = counts.at(-1)
  const span = { fromMs, toMs: nowMs }
  const sampled = upTo(
    nowMs,
    counts.map(({ atMs }) => atMs),
  )
  const lineOf = (value: (count: BoardCount) => number): readonly number[] =>
    held(counts.map(value))
  const reasons = Object.entries(last?.refusals ?? {}).sort(([, a], [, b]) => b - a)
  const refused = reasons.reduce((all, [, count]) => all + count, 0)
  const reasonLines = reasons.map(
    ([reason]): Line => ({
      name: reason,
      colour: (looks[reason] ?? other).colour,
      values: lineOf(({ refusals }) => refusals[reason] ?? 0),
    }),
  )
  const granted = grown(story.granted, { fromMs, nowMs })
  const paid = grown(story.paid, { fromMs, nowMs })
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <CurvePanel
        name={say('requests')}
        count={last?.requests ?? 0}
        rate={rateOf(counts, ({ requests }) => requests)}
      >
        <Curve
          label={say('requestsLabel', { count: last?.requests ?? 0 })}
          {...span}
          atMs={sampled}
          lines={[{ name: 'requests', colour: 'text-ink', values: lineOf(one => one.requests) }]}
        />
        <p className="mt-1 text-12 text-quiet">{say('drawnSince')}</p>
      </CurvePanel>
      <CurvePanel
        name={say('granted')}
        count={last?.granted ?? 0}
        rate={rateOf(counts, one => one.granted)}
      >
        <Curve
          label={say('grantedLabel', { count: last?.granted ?? 0 })}
          {...span}
          atMs={granted.atMs}
          lines={[{ name: 'granted', colour: 'text-seal', values: granted.counts }]}
        />
      </CurvePanel>
      <CurvePanel
        name={say('refused')}
        count={refused}
        rate={rateOf(counts, one => one.requests - one.granted)}
      >
        <Curve
          label={say('refusedLabel', { count: refused })}
          {...span}
          atMs={sampled}
          lines={reasonLines}
        />
        <ul className="mt-1 flex min-h-[1.5em] flex-wrap gap-x-4 text-12">
          {reasons.map(([reason, count]) => (
            <li key={reason} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className={classNames('size-2.5 rounded-full', (looks[reason] ?? other).swatch)}
              />
              {reasonText(reason)} <strong>{number(count)}</strong>
            </li>
          ))}
        </ul>
      </CurvePanel>
      <CurvePanel name={say('paid')} count={last?.paid ?? 0} rate={rateOf(counts, one => one.paid)}>
        <Curve
          label={say('paidLabel', { count: last?.paid ?? 0 })}
          {...span}
          atMs={paid.atMs}
          lines={[{ name: 'paid', colour: 'text-yours', values: paid.counts }]}
        />
      </CurvePanel>
    </div>
  )
}

/** The instants with now behind them: a curve goes on to the edge while nothing happens. */
const upTo = (nowMs: number, atMs: readonly number[]): readonly number[] =>
  atMs.length === 0 ? [] : [...atMs, Math.max(nowMs, atMs.at(-1) ?? 0)]

const held = (values: readonly number[]): readonly number[] =>
  values.length === 0 ? [] : [...values, values.at(-1) ?? 0]

type Span = { readonly fromMs: number; readonly nowMs: number }

/** From none, one more at each of these instants; as few points as a curve can show. */
function grown(instants: readonly number[], { fromMs, nowMs }: Span) {
  const step = Math.max(1, Math.ceil(instants.length / MOST_POINTS))
  const shown = instants.flatMap((atMs, at) =>
    at % step === 0 || at === instants.length - 1 ? [{ atMs, count: at + 1 }] : [],
  )
  const firstMs = Math.min(fromMs, shown[0]?.atMs ?? nowMs)
  return {
    atMs: upTo(nowMs, [firstMs, ...shown.map(({ atMs }) => atMs)]),
    counts: held([0, ...shown.map(({ count }) => count)]),
  }
}
