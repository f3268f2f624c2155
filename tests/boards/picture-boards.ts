import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Prometheus, Series } from './a-prometheus.ts'
import { type Panel, readBoards } from './board-files.ts'
import { type Drawn, drawBoard } from './draw-board.ts'
import { writesDocs } from './write-docs.ts'

const pictures = join(import.meta.dirname, '../../docs/pictures')

/** With UPDATE_DOCS=1: draws each board, as it was for these seconds, into docs/pictures. */
export async function pictureBoards(prometheus: Prometheus, seconds: number): Promise<void> {
  if (!writesDocs()) return
  for (const board of readBoards()) {
    const drawn: Drawn[] = []
    for (const panel of board.panels) {
      drawn.push({ panel, lines: await linesOf(prometheus, panel, seconds) })
    }
    writeFileSync(join(pictures, `board-${board.name}.svg`), drawBoard(board, drawn))
  }
}

async function linesOf(
  prometheus: Prometheus,
  { targets }: Panel,
  seconds: number,
): Promise<Drawn['lines']> {
  const told = targets.map(async ({ expr, legendFormat }) => {
    const series = await prometheus.askRange(expr, seconds)
    return series.map(each => ({ legend: legendOf(legendFormat, each), series: each }))
  })
  // The largest first: of many lines only some have their names beside them.
  return (await Promise.all(told)).flat().sort((a, b) => highestOf(b) - highestOf(a))
}

const highestOf = ({ series }: Drawn['lines'][number]): number =>
  Math.max(0, ...series.points.map(([, value]) => value || 0))

/** As Grafana fills it in: `{{state}}` is the label. */
const legendOf = (format: string, { labels }: Series): string =>
  format.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '')
