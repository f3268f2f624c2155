import { useMutation } from '@tanstack/react-query'
import { askOnce } from './ask-once.ts'
import { given } from './ask-shop.ts'
import type { Input, OperationName, Output } from './contract.ts'
import { isRefusal, Refused } from './refusal.ts'

type Settled<Name extends OperationName> = {
  readonly done?: (output: Output<Name>, input: Input<Name>) => void
  /** The name of an act that must happen once, however often its button is pressed. */
  readonly once?: (input: Input<Name>) => string
}

/** Something a button does: `const like = useAction('catalog.likeProduct', { done })`. */
export function useAction<Name extends OperationName>(
  name: Name,
  { done, once }: Settled<Name> = {},
) {
  return useMutation<Output<Name>, Refused, Input<Name>>({
    async mutationFn(input) {
      if (once === undefined) return given(name, input)
      const answer = await askOnce(once(input), name, input)
      if (isRefusal(answer)) throw new Refused(answer)
      return answer as Output<Name>
    },
    ...(done !== undefined && { onSuccess: (output, input) => done(output, input) }),
  })
}
