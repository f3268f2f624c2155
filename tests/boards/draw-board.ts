import type { Series } from './a-prometheus.ts'
import type { Board, Panel } from './board-files.ts'

/** A panel and what was told for it, the legend of each line beside it. */
export type Drawn = {
  readonly panel: Panel
  readonly lines: readonly { readonly legend: string; readonly series: Series }[]
}

const WIDTH = 380
const HEIGHT = 210
const GAP = 14
const PLOT = { left: 52, top: 34, right: 12, bottom: 58 }
const COLUMNS = 3
const LEGENDS = 6
const COLOURS = [
  '#2563eb',
  '#d97706',
  '#059669',
  '#dc2626',
  '#7c3aed',
  '#0891b2',
  '#be185d',
  '#65a30d',
]

/** A board as a picture: SVG text, light, to be read without Grafana. */
export function drawBoard({ title }: Pick<Board, 'title'>, panels: readonly Drawn[]): string {
  const rows = Math.ceil(panels.length / COLUMNS)
  const width = COLUMNS * (WIDTH + GAP) + GAP
  const height = 48 + rows * (HEIGHT + GAP)
  const drawn = panels.map((panel, at) => {
    const x = GAP + (at % COLUMNS) * (WIDTH + GAP)
    const y = 48 + Math.floor(at / COLUMNS) * (HEIGHT + GAP)
    return `<g transform="translate(${x} ${y})">${drawPanel(panel)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#f4f5f7"/>`,
    `<text x="${GAP}" y="30" font-size="18" font-weight="bold" fill="#111827">${escaped(title)}</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

function drawPanel({ panel, lines }: Drawn): string {
  const points = lines.flatMap(({ series }) => series.points.filter(([, y]) => Number.isFinite(y)))
  const top = ceilingOf(Math.max(0, ...points.map(([, value]) => value)))
  const times = points.map(([at]) => at)
  const span = { from: Math.min(...times), to: Math.max(...times), top }
  const shown = lines.map((line, at) => drawLine(line.series, span, colourOf(at)))
  return [
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="4" fill="#fff" stroke="#e5e7eb"/>`,
    `<text x="12" y="20" font-size="12" font-weight="bold" fill="#111827">${escaped(panel.title)}</text>`,
    ...[0, 0.5, 1].map(share => gridLine(share, textOf(top * share, panel.unit))),
    ...shown,
    ...lines.slice(0, LEGENDS).map(({ legend }, at) => drawLegend(legend, at)),
    lines.length > LEGENDS
      ? `<text x="${WIDTH - 12}" y="20" text-anchor="end" fill="#6b7280">and ${lines.length - LEGENDS} more</text>`
      : '',
    points.length === 0
      ? `<text x="${WIDTH / 2}" y="${HEIGHT / 2}" text-anchor="middle" fill="#6b7280">only where parts are apart</text>`
      : '',
  ].join('')
}

type Span = { readonly from: number; readonly to: number; readonly top: number }

const plotHeight = HEIGHT - PLOT.top - PLOT.bottom
const yOf = (share: number): number => PLOT.top + plotHeight * (1 - share)
const colourOf = (at: number): string => COLOURS[at % COLOURS.length] ?? '#2563eb'

function drawLine({ points }: Series, { from, to, top }: Span, colour: string): string {
  const plotWidth = WIDTH - PLOT.left - PLOT.right
  const xOf = (at: number) => PLOT.left + (plotWidth * (at - from)) / Math.max(1, to - from)
  const path = points
    .filter(([, value]) => Number.isFinite(value))
    .map(([at, value]) => `${xOf(at).toFixed(1)},${yOf(value / top).toFixed(1)}`)
  return `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.4"/>`
}

function gridLine(share: number, text: string): string {
  const y = yOf(share)
  return (
    `<line x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${y}" y2="${y}" stroke="#e5e7eb"/>` +
    `<text x="${PLOT.left - 6}" y="${y + 3}" text-anchor="end" fill="#6b7280">${text}</text>`
  )
}

function drawLegend(legend: string, at: number): string {
  const x = 14 + (at % 2) * (WIDTH / 2)
  const y = HEIGHT - 38 + Math.floor(at / 2) * 14
  return (
    `<rect x="${x}" y="${y - 7}" width="8" height="8" fill="${colourOf(at)}"/>` +
    `<text x="${x + 13}" y="${y}" fill="#374151">${escaped(legend.slice(0, 30))}</text>`
  )
}

/** The next of 1, 2, 5, 10, 20 …, so that the grid has round numbers. */
function ceilingOf(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find(step => step * power >= value) ?? 10) * power
}

function textOf(value: number, unit: string): string {
  const [divisor, sign] = scaleOf(value, unit)
  return `${Number((value / divisor).toPrecision(3))}${sign}`
}

function scaleOf(value: number, unit: string): readonly [number, string] {
  if (unit === 'percentunit') return [0.01, ' %']
  if (unit === 's') return value < 1 ? [0.001, ' ms'] : [1, ' s']
  if (unit === 'bytes') return [1_048_576, ' MiB']
  return [1, unit === 'reqps' ? '/s' : '']
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
