import { useRef, useState } from 'react'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { sendPicture } from './send-picture.ts'

export type ShownPicture = {
  readonly key: string
  /** Of the shop, or of the file while it is on its way. */
  readonly src: string
  readonly name: string
  readonly state:
    | { readonly is: 'kept'; readonly url: string }
    | { readonly is: 'going'; readonly share: number }
    | { readonly is: 'refused'; readonly refusal: Refusal }
}

/** The pictures of a product, in their order; new ones are sent as they are chosen. */
export function usePictures(first: readonly string[]) {
  const [pictures, setPictures] = useState<readonly ShownPicture[]>(() =>
    first.map(url => ({
      ...{ key: url, src: `${url}?width=320`, name: '' },
      state: { is: 'kept', url },
    })),
  )
  const count = useRef(0)

  const change = (key: string, state: ShownPicture['state']) =>
    setPictures(before => before.map(one => (one.key === key ? { ...one, state } : one)))

  async function add(file: File) {
    count.current += 1
    const key = `new-${count.current}`
    const src = URL.createObjectURL(file)
    const picture = { key, src, name: file.name, state: { is: 'going', share: 0 } } as const
    setPictures(before => [...before, picture])
    const answer = await sendPicture(file, share => change(key, { is: 'going', share }))
    change(
      key,
      isRefusal(answer) ? { is: 'refused', refusal: answer } : { is: 'kept', url: answer.url },
    )
  }

  return {
    pictures,
    urls: pictures.flatMap(({ state }) => (state.is === 'kept' ? [state.url] : [])),
    isGoing: pictures.some(({ state }) => state.is === 'going'),
    add: (files: Iterable<File>) => {
      for (const file of files) void add(file)
    },
    remove: (key: string) => setPictures(before => before.filter(one => one.key !== key)),
    /** To the front: the first is what a shopper sees in a list. */
    toFront: (key: string) =>
      setPictures(before => [
        ...before.filter(one => one.key === key),
        ...before.filter(one => one.key !== key),
      ]),
  }
}

export type Pictures = ReturnType<typeof usePictures>
