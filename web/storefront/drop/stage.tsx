import { type ReactNode, useId } from 'react'
import { classNames } from '#web/kit/class-names.ts'

/**
 * Where the number stands that counts now. As high in every state, so that nothing moves below it.
 * It is the heading of its state: whoever pressed is led here, and hears what stands below it too.
 */
export function Stage({
  look = 'plain',
  above,
  hero,
  below,
}: {
  readonly look?: 'plain' | 'yours' | 'short'
  readonly above: ReactNode
  readonly hero: ReactNode
  readonly below?: ReactNode
}) {
  const id = useId()
  return (
    <div
      className={classNames(
        'flex min-h-56 flex-col items-center justify-center gap-2 rounded-12 px-4 py-6 text-center',
        look === 'plain' && 'bg-sunken',
        look === 'yours' && 'bg-yours-ground text-yours',
        look === 'short' && 'bg-short-ground text-short',
      )}
    >
      <h2 aria-describedby={id} className="flex flex-col items-center gap-2 font-normal">
        <span className="text-16 tracking-normal">{above}</span>
        <span className="text-[clamp(3rem,17.1vw,4rem)] leading-none font-bold tracking-tight">
          {hero}
        </span>
      </h2>
      <div id={id} className="text-16">
        {below}
      </div>
    </div>
  )
}

/** What can be pressed, under the stage: always at the same height. */
export const Actions = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex min-h-26 flex-col items-stretch gap-2">{children}</div>
)
