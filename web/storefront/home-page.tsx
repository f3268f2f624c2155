import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { reading } from '#web/kit/ask-shop.ts'
import { useFormat } from '#web/kit/format.ts'
import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { shellWords } from './words/shell.ts'

/** What comes next, what is open, and what can be had any time. */
export function HomePage() {
  const say = useWords(shellWords)
  const format = useFormat()
  const { data } = useQuery(reading('stock.listDrops', { state: 'upcoming' }))
  return (
    <Page title="Firstcome">
      <h1 className="text-28">{say('promise')}</h1>
      <ul>
        {data?.items.map(drop => (
          <li key={drop.dropId}>
            <Link to={`/drops/${drop.dropId}`}>{drop.title}</Link> {format.money(drop.price)}
          </li>
        ))}
      </ul>
    </Page>
  )
}
