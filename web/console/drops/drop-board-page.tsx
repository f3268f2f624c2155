import { useRef } from 'react'
import { useParams } from 'react-router'
import type { DropStats } from '#contracts/drops.ts'
import { CompactButton, CompactLink } from '#web/console/compact-button.tsx'
import { nameWithOptions } from '#web/console/options-text.ts'
import { Paper, Part } from '#web/console/paper.tsx'
import { StateMark } from '#web/console/state-mark.tsx'
import { consoleBoardWords } from '#web/console/words/live-board.ts'
import { clockText } from '#web/kit/format.ts'
import { Notice } from '#web/kit/notice.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { BoardCurves } from './board-curves.tsx'
import { HoldsByAgePart } from './holds-by-age-part.tsx'
import { OpeningChecklist } from './opening-checklist.tsx'
import { PartsHealth } from './parts-health.tsx'
import { type Board, useBoard } from './use-board.ts'

/** The board of one drop, for the wall: everything on it moves by itself. */
export function DropBoardPage() {
  const say = useWords(consoleBoardWords)
  const { dropId = '' } = useParams()
  const board = useBoard(dropId)
  const wall = useRef<HTMLDivElement>(null)
  return (
    <Paper
      title={board.stats === null ? say('board') : nameWithOptions(board.stats.drop)}
      actions={
        <>
          <CompactLink to={`/drops/${dropId}`}>{say('toDrop')}</CompactLink>
          <CompactButton onClick={() => void wall.current?.requestFullscreen()}>
            {say('wall')}
          </CompactButton>
        </>
      }
    >
      <div ref={wall} className="overflow-y-auto bg-paper [&:fullscreen]:p-8">
        {board.live === 'lost' && (
          <div className="mb-3">
            <Notice look="short">{say('lost')}</Notice>
          </div>
        )}
        {board.stats === null ? (
          <Skeleton className="h-96 w-full" />
        ) : (
          <Wall board={board} stats={board.stats} />
        )}
      </div>
    </Paper>
  )
}

function Wall({ board, stats }: { readonly board: Board; readonly stats: DropStats }) {
  const { drop } = stats
  const nowMs = useServerNow(drop.opensAtMs)
  const isBefore = nowMs < drop.opensAtMs
  const { story, counts } = board
  return (
    <div className="grid gap-3 xl:grid-cols-[22rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-3">
        <Remaining stats={stats} nowMs={nowMs} />
        {isBefore && <OpeningChecklist drop={drop} />}
        <HoldsByAgePart story={story} nowMs={nowMs} holdMs={drop.holdMs} />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <BoardCurves
          counts={counts}
          story={story}
          nowMs={nowMs}
          fromMs={startOf(board, drop.opensAtMs, nowMs)}
        />
        <PartsHealth />
      </div>
    </div>
  )
}

/** A minute at least, from the opening, or from when the board was opened, if that was before. */
function startOf({ counts }: Board, opensAtMs: number, nowMs: number): number {
  const opened = counts[0]?.atMs ?? nowMs
  return Math.min(nowMs - 60_000, nowMs < opensAtMs ? opened : Math.min(opensAtMs, nowMs))
}

function Remaining({ stats, nowMs }: { readonly stats: DropStats; readonly nowMs: number }) {
  const say = useWords(consoleBoardWords)
  const { number } = useFormat()
  const { drop, reserved, sold } = stats
  const isBefore = nowMs < drop.opensAtMs
  const untilMs = (isBefore ? drop.opensAtMs : drop.closesAtMs) - nowMs
  return (
    <Part title={say('remaining')} actions={<StateMark state={drop.state} />}>
      <p className="text-[clamp(4rem,10vw,9rem)] leading-none font-bold">
        {number(drop.remaining)}
      </p>
      <p className="mt-1 text-quiet">{say('ofUnits', { count: drop.units })}</p>
      <meter
        aria-hidden
        min={0}
        max={Math.max(1, drop.units)}
        value={drop.remaining}
        className="board-meter mt-3 h-3 w-full"
      />
      <dl className="mt-4 grid grid-cols-3 gap-2">
        <Small name={say('held')} value={number(reserved)} />
        <Small name={say('sold')} value={number(sold)} />
        <Small name={say('line')} value={number(drop.waiting)} />
      </dl>
      {untilMs > 0 && (
        <p className="mt-4 border-t border-line pt-3 text-14 text-quiet">
          {say(isBefore ? 'opensIn' : 'closesIn')}{' '}
          <strong role="timer" className="text-20 text-ink">
            {clockText(untilMs)}
          </strong>
        </p>
      )}
    </Part>
  )
}

const Small = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt className="text-12 text-quiet">{name}</dt>
    <dd className="text-20 font-semibold">{value}</dd>
  </div>
)
