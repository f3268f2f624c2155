import { useMutation } from '@tanstack/react-query'
import { given } from './ask-shop.ts'
import type { Input, OperationName, Output } from './contract.ts'
import type { Refused } from './refusal.ts'

type Settled<Name extends OperationName> = {
  readonly done?: (output: Output<Name>, input: Input<Name>) => void
  /** The Idempotency-Key of a keyed operation. */
  readonly key?: (input: Input<Name>) => string
}

/** Something a button does: `const like = useAction('catalog.likeProduct', { done })`. */
export function useAction<Name extends OperationName>(
  name: Name,
  { done, key }: Settled<Name> = {},
) {
  return useMutation<Output<Name>, Refused, Input<Name>>({
    mutationFn: input => given(name, input, key === undefined ? {} : { key: key(input) }),
    ...(done !== undefined && { onSuccess: (output, input) => done(output, input) }),
  })
}
