import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { useFormat } from '#web/kit/use-format.ts'
import { useIsDark } from './use-is-dark.ts'

export type Line = {
  readonly name: string
  /** A colour of the tokens, `text-seal`: a canvas knows no classes, so it is read off an element. */
  readonly colour: string
  /** As many as there are instants. */
  readonly values: readonly number[]
}

type CurveProps = {
  /** For those who do not see it. */
  readonly label: string
  readonly atMs: readonly number[]
  readonly lines: readonly Line[]
  readonly fromMs: number
  readonly toMs: number
}

const HEIGHT = 190

/** Counts as they grew, drawn by uPlot: a thousand points cost it less than a frame. */
export function Curve({ label, atMs, lines, fromMs, toMs }: CurveProps) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<uPlot>(null)
  const { number, exactTime } = useFormat()
  const isDark = useIsDark()
  const names = lines.map(({ name }) => name).join('\n')
  const latest = useRef<readonly Line[]>(lines)
  latest.current = lines

  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew where its lines, its words or its colours are others.
  useEffect(() => {
    const frame = place.current
    if (frame === null) return
    const second = (atSecond: number) => exactTime(atSecond * 1_000).slice(0, 8)
    const plot = new uPlot(
      optionsOf(frame, latest.current, { second, number }),
      [[], ...latest.current.map(() => [])],
      frame,
    )
    drawn.current = plot
    const resized = new ResizeObserver(() =>
      plot.setSize({ width: frame.clientWidth, height: HEIGHT }),
    )
    resized.observe(frame)
    return () => {
      resized.disconnect()
      plot.destroy()
      drawn.current = null
    }
  }, [names, isDark, exactTime, number])

  useEffect(() => {
    const xs = atMs.map(at => at / 1_000)
    drawn.current?.batch(() => {
      drawn.current?.setData([xs, ...lines.map(({ values }) => [...values])], false)
      drawn.current?.setScale('x', { min: fromMs / 1_000, max: toMs / 1_000 })
    })
  })

  return <div ref={place} role="img" aria-label={label} className="h-[190px] min-w-0" />
}

type Texts = {
  readonly second: (atSecond: number) => string
  readonly number: (value: number) => string
}

function optionsOf(
  frame: HTMLElement,
  lines: readonly Line[],
  { second, number }: Texts,
): uPlot.Options {
  const [quiet, edge] = [colourOf(frame, 'text-quiet'), colourOf(frame, 'text-line')]
  const axis = {
    stroke: quiet,
    font: '12px sans-serif',
    grid: { stroke: edge, width: 1 },
    ticks: { stroke: edge, width: 1 },
  }
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  return {
    width: Math.max(1, frame.clientWidth),
    height: HEIGHT,
    // The last instant has room for its words.
    padding: [8, 30, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] } },
    axes: [
      { ...axis, size: 30, space: 90, values: (_, seconds) => seconds.map(second) },
      {
        ...axis,
        size: 52,
        space: 30,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 1e4, 2e4, 5e4, 1e5, 1e6],
        values: (_, values) => values.map(number),
      },
    ],
    series: [
      {},
      ...lines.map(({ colour }) => ({
        stroke: colourOf(frame, colour),
        width: 2,
        points: { show: false },
        ...(stepped !== undefined && { paths: stepped }),
      })),
    ],
  }
}

function colourOf(frame: HTMLElement, className: string): string {
  const probe = document.createElement('i')
  probe.className = className
  frame.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
