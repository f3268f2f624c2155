import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Part } from '#web/console/paper.tsx'
import { consoleBoardWords } from '#web/console/words/live-board.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { classNames } from '#web/kit/class-names.ts'
import { useWords } from '#web/kit/use-words.ts'

const EVERY_MS = 5_000

/** Whether the parts of the shop are well, as one line. */
export function PartsHealth() {
  const say = useWords(consoleBoardWords)
  const services = useQuery({ ...reading('gateway.listServices', {}), refetchInterval: EVERY_MS })
  return (
    <Part title={say('parts')}>
      <ul className="flex flex-wrap gap-2">
        {services.data?.items.map(({ service, state }) => (
          <li key={service}>
            <Link
              to="/services"
              className={classNames(
                'inline-flex items-center gap-1.5 rounded-full border px-2.5 py-1 text-12',
                state === 'up' ? 'border-line' : 'border-wrong bg-wrong-ground text-wrong',
              )}
            >
              <span
                aria-hidden
                className={classNames(
                  'size-2 rounded-full',
                  state === 'up' ? 'bg-yours' : 'bg-wrong',
                )}
              />
              {service} · {say(state)}
            </Link>
          </li>
        ))}
      </ul>
      {services.error !== null && <p className="text-14 text-wrong">{say('partsUnknown')}</p>}
    </Part>
  )
}
