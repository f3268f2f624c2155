import { useWords } from '#web/kit/use-words.ts'
import type { Rule } from './use-form.ts'
import { formWords } from './words/form-words.ts'

/** What the fields of a person must look like: as the contracts say, told in the viewer's words. */
export function useFormRules() {
  const say = useWords(formWords)
  const like =
    (pattern: RegExp, fault: string): Rule =>
    value =>
      pattern.test(value.trim()) ? null : fault
  const orEmpty =
    (rule: Rule): Rule =>
    (value, values) =>
      value.trim() === '' ? null : rule(value, values)
  const phone = like(/^[0-9+() -]{5,30}$/, say('phoneFault'))
  return {
    email: like(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, say('emailFault')),
    newPassword: (value => (value.length < 8 ? say('passwordFault') : null)) satisfies Rule,
    required: like(/\S/, say('requiredFault')),
    phone,
    phoneIfAny: orEmpty(phone),
    code: like(/^\d{6}$/, say('codeFault')),
    postalCode: like(/^[0-9A-Za-z -]{3,12}$/, say('postalCodeFault')),
    otherFault: say('otherFault'),
  }
}
