import { useState } from 'react'
import { useWords } from '#web/kit/use-words.ts'
import { orderWords } from './words/order-words.ts'

/** Puts a text where it can be pasted from. Not there where the browser has no such place. */
export function CopyButton({ text }: { readonly text: string }) {
  const say = useWords(orderWords)
  const [isCopied, setIsCopied] = useState(false)
  if (!('clipboard' in navigator)) return null
  return (
    <>
      <button
        type="button"
        className="rounded-4 px-2 text-14 underline underline-offset-4"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true))}
      >
        {say('copy')}
      </button>
      <span role="status" className="text-14 text-quiet">
        {isCopied ? say('copied') : null}
      </span>
    </>
  )
}
