import { type Answer, ask } from './ask-shop.ts'
import type { Input, OperationName } from './contract.ts'
import { forgetKey, keptKey } from './press-key.ts'
import { isDecided } from './refusal.ts'

/**
 * Asks for an act that must happen once. Its key is kept under the act's name until an answer came:
 * a second press after a lost one is the same press, and where something else was typed meanwhile
 * the shop refuses it instead of doing both.
 */
export async function askOnce<Name extends OperationName>(
  act: string,
  name: Name,
  input: Input<Name>,
): Promise<Answer<Name>> {
  const answer = await ask(name, input, { key: keptKey(act) })
  if (isDecided(answer)) forgetKey(act)
  return answer
}
