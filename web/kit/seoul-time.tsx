import { useFormat } from './use-format.ts'
import { useWords } from './use-words.ts'
import { kitWords } from './words/kit.ts'

/** Behind a time by the viewer's own clock: Seoul's, in brackets, where that is another. */
export function SeoulTime({ atMs }: { readonly atMs: number }) {
  const say = useWords(kitWords)
  const seoul = useFormat().seoulTime(atMs)
  if (seoul === null) return null
  return (
    <>
      {' '}
      <span className="whitespace-nowrap text-quiet">({say('seoul', { time: seoul })})</span>
    </>
  )
}
