import type { ShippingAddress } from '#contracts/orders.ts'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import type { Refusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { addressWords } from './words/address-words.ts'
import { formWords } from './words/form-words.ts'

const nothing: ShippingAddress = { recipient: '', phone: '', postalCode: '', line1: '' }

/** Where something goes: for a new address, or one that changes. */
export function AddressForm({
  address = nothing,
  sendLabel,
  send,
}: {
  readonly address?: ShippingAddress
  readonly sendLabel: string
  readonly send: (address: ShippingAddress) => Promise<Refusal | null>
}) {
  const say = useWords(addressWords)
  const name = useWords(formWords)
  const rules = useFormRules()
  const { recipient, phone, postalCode, line1, line2 = '' } = address
  const form = useForm({
    first: { recipient, phone, postalCode, line1, line2 },
    rules: {
      recipient: rules.required,
      phone: rules.phone,
      postalCode: rules.postalCode,
      line1: rules.required,
    },
    otherFault: rules.otherFault,
    send: values => send(trimmed(values)),
  })
  return (
    <form noValidate onSubmit={form.submit} className="grid gap-4 sm:grid-cols-2">
      <Field
        {...form.field('recipient')}
        label={say('recipient')}
        autoComplete="shipping name"
        maxLength={100}
      />
      <Field
        {...form.field('phone')}
        label={name('phone')}
        type="tel"
        autoComplete="shipping tel"
        maxLength={30}
      />
      <Field
        {...form.field('postalCode')}
        label={say('postalCode')}
        autoComplete="shipping postal-code"
        maxLength={12}
      />
      <div className="sm:col-span-2">
        <Field
          {...form.field('line1')}
          label={say('line1')}
          autoComplete="shipping address-line1"
          maxLength={200}
        />
      </div>
      <div className="sm:col-span-2">
        <Field
          {...form.field('line2')}
          label={say('line2')}
          hint={name('optional')}
          autoComplete="shipping address-line2"
          maxLength={200}
        />
      </div>
      <div className="flex flex-col gap-4 sm:col-span-2">
        <RefusalNotice refusal={form.refusal} />
        <Button type="submit" isBusy={form.isBusy}>
          {sendLabel}
        </Button>
      </div>
    </form>
  )
}

function trimmed({ line2 = '', ...others }: ShippingAddress): ShippingAddress {
  return {
    recipient: others.recipient.trim(),
    phone: others.phone.trim(),
    postalCode: others.postalCode.trim(),
    line1: others.line1.trim(),
    // Kept also where it is empty, so that it can be taken away.
    line2: line2.trim(),
  }
}
