import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member } from '#contracts/members.ts'
import { ask, reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Choice, Field } from '#web/kit/field.tsx'
import { chooseLanguage } from '#web/kit/language.ts'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { renewSession } from '#web/kit/session.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { TextLink } from './text-link.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { accountWords } from './words/account-words.ts'
import { formWords } from './words/form-words.ts'

/** Name, phone and language; the address of mails stays what it was verified to be. */
export function ProfileForm({ member }: { readonly member: Member }) {
  const say = useWords(accountWords)
  const label = useWords(formWords)
  const { date } = useFormat()
  const rules = useFormRules()
  const queries = useQueryClient()
  const [isSaved, setIsSaved] = useState(false)
  const { email, emailVerified, createdAtMs } = member
  const form = useForm({
    first: { name: member.name, phone: member.phone ?? '', locale: member.locale as string },
    rules: { name: rules.required, phone: rules.phoneIfAny },
    otherFault: rules.otherFault,
    async send({ name, phone, locale: chosen }) {
      setIsSaved(false)
      const locale = chosen === 'ko' ? 'ko' : 'en'
      const asked = { name: name.trim(), phone: phone.trim() || null, locale } as const
      const answer = await ask('members.changeMe', asked)
      if (isRefusal(answer)) return answer
      queries.setQueryData(reading('members.readMe', {}).queryKey, answer)
      chooseLanguage(locale)
      setIsSaved(true)
      await renewSession()
      return null
    },
  })
  return (
    <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
      <Field
        label={label('email')}
        value={email}
        readOnly
        className="bg-sunken"
        hint={emailVerified ? say('verified') : say('unverified')}
      />
      {!emailVerified && (
        <p className="text-14">
          <TextLink to="/verify?next=/account">{say('verifyNow')}</TextLink>
        </p>
      )}
      <Field {...form.field('name')} label={label('name')} autoComplete="name" maxLength={100} />
      <Field
        {...form.field('phone')}
        label={label('phone')}
        hint={label('optional')}
        type="tel"
        autoComplete="tel"
        maxLength={30}
      />
      <Choice {...form.field('locale')} label={say('locale')}>
        <option value="ko" lang="ko">
          한국어
        </option>
        <option value="en" lang="en">
          English
        </option>
      </Choice>
      <RefusalNotice refusal={form.refusal} />
      {isSaved && <Notice look="yours">{say('saved')}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-4">
        <Button type="submit" look="seal" isBusy={form.isBusy}>
          {say('save')}
        </Button>
        <p className="text-14 text-quiet">{say('since', { date: date(createdAtMs) })}</p>
      </div>
    </form>
  )
}
