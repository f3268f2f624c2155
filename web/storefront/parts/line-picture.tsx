import { useQuery } from '@tanstack/react-query'
import { reading } from '#web/kit/ask-shop.ts'
import { Picture } from '#web/kit/picture.tsx'

/** The picture of what a line is about; its empty ground where the product is gone. */
export function LinePicture({ productId }: { readonly productId: string }) {
  const { data } = useQuery({
    ...reading('catalog.readProductPicture', { productId }),
    staleTime: 300_000,
  })
  return <Picture image={data?.url ?? undefined} sizes="72px" className="size-18 shrink-0" />
}
