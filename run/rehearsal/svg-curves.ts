/** One line of a chart: its points in the order of x. */
export type Series = {
  readonly name: string
  /** A class of the report's styles: `ink`, `accent`, `yours`, `short`, `lost`, `soft`. */
  readonly tone: string
  readonly points: readonly (readonly [x: number, y: number])[]
  readonly isFilled?: boolean
}

type Chart = {
  readonly series: readonly Series[]
  readonly fromMs: number
  readonly toMs: number
  readonly height?: number
  /** What stands at the scale. */
  readonly showY: (value: number) => string
}

export const WIDTH = 1_040
const LEFT = 64
const BOTTOM = 28
const TOP = 12

/** A chart over time as inline SVG, with a legend of words. The opening is at zero. */
export function curves({ series, fromMs, toMs, height = 220, showY }: Chart): string {
  const most = niceCeiling(Math.max(1e-9, ...series.flatMap(({ points }) => points.map(p => p[1]))))
  const x = (ms: number) => LEFT + ((ms - fromMs) / (toMs - fromMs)) * (WIDTH - LEFT - 8)
  const y = (value: number) => height - BOTTOM - (value / most) * (height - BOTTOM - TOP)
  const rules = [0, 0.25, 0.5, 0.75, 1].map(share => {
    const at = y(most * share).toFixed(1)
    return `<line class="rule" x1="${LEFT}" x2="${WIDTH - 8}" y1="${at}" y2="${at}"/><text class="scale" x="${LEFT - 8}" y="${at}" dy="4" text-anchor="end">${showY(most * share)}</text>`
  })
  const lines = series.map(({ tone, points, isFilled = false }) => {
    const path = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(' L')
    if (points.length === 0) return ''
    const [first = [0, 0]] = points
    const last = points.at(-1) ?? first
    const ground = y(0).toFixed(1)
    const area = `M${x(first[0]).toFixed(1)},${ground} L${path} L${x(last[0]).toFixed(1)},${ground} Z`
    return `${isFilled ? `<path class="area ${tone}" d="${area}"/>` : ''}<path class="line ${tone}" d="M${path}"/>`
  })
  const legend = series
    .map(({ name, tone }) => `<span class="key ${tone}"><i></i>${name}</span>`)
    .join('')
  return `<figure><figcaption>${legend}</figcaption><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${series.map(({ name }) => name).join(', ')}">${rules.join('')}${timeScale({ fromMs, toMs, height, x })}${lines.join('')}</svg></figure>`
}

type Scale = {
  readonly fromMs: number
  readonly toMs: number
  readonly height: number
  readonly x: (ms: number) => number
}

/** Seconds below a chart, and a line where the door opens. */
export function timeScale({ fromMs, toMs, height, x }: Scale): string {
  const stepMs = niceCeiling((toMs - fromMs) / 10)
  const ticks: string[] = []
  for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) {
    ticks.push(
      `<text class="scale" x="${x(ms).toFixed(1)}" y="${height - 8}" text-anchor="middle">${ms / 1_000} s</text>`,
    )
  }
  const door = x(0).toFixed(1)
  return `${ticks.join('')}<line class="door" x1="${door}" x2="${door}" y1="0" y2="${height - BOTTOM}"/>`
}

/** A round number with quarters to write at a scale, not below the value. */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 4, 5, 6, 8, 10].find(step => step * power >= value * 0.999_999) ?? 10) * power
}
