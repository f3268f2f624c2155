import { useWords } from '#web/kit/use-words.ts'
import { CompactLink } from './compact-button.tsx'
import { HomeCounts } from './home-counts.tsx'
import { HomeDrops } from './home-drops.tsx'
import { Paper } from './paper.tsx'
import { consoleWords } from './words/console.ts'
import { consoleHomeWords } from './words/console-home.ts'

/** Where the merchant begins: today at a glance. */
export function ConsoleHomePage() {
  const say = useWords(consoleWords)
  const sayHome = useWords(consoleHomeWords)
  return (
    <Paper
      title={say('home')}
      actions={
        <CompactLink to="/drops/new" look="seal">
          {sayHome('plan')}
        </CompactLink>
      }
    >
      <HomeCounts />
      <div className="mt-4 grid gap-4 xl:grid-cols-2">
        <HomeDrops state="open" />
        <HomeDrops state="upcoming" />
      </div>
    </Paper>
  )
}
