import type { aTossServer } from '#services/payments/a-toss-server.ts'
import { aForeignSite } from './a-foreign-site.ts'

/** A double of what Toss Payments has for browsers: its script (SDK v2) and its payment window. */
export const aTossSite = (toss: Awaited<ReturnType<typeof aTossServer>>) =>
  aForeignSite(({ path, fields }, url) => {
    if (path === '/v2/standard') return { type: 'text/javascript', text: scriptOf(url) }
    if (path !== '/window') return { type: 'application/json', text: '{}' }
    const told = (name: string) => fields.get(name) ?? ''
    const [orderId, amount] = [told('orderId'), Number(told('amount'))]
    const back = (name: string, more: Readonly<Record<string, string>>) => {
      const address = new URL(told(name))
      for (const [field, value] of Object.entries(more)) address.searchParams.set(field, value)
      return address.href
    }
    const success = (fate: 'captured' | 'declined') => {
      const paymentKey = toss.authenticate({ orderId, amount, fate })
      return back('successUrl', { paymentType: 'NORMAL', orderId, paymentKey, amount: `${amount}` })
    }
    const closed = { code: 'PAY_PROCESS_CANCELED', message: '사용자가 취소', orderId }
    const link = (text: string, href: string) => `<p><a href="${inHtml(href)}">${text}</a></p>`
    return {
      type: 'text/html',
      text: `<!doctype html><title>토스페이먼츠</title><h1>${inHtml(told('orderName'))}</h1>
        ${link('승인되는 카드', success('captured'))} ${link('한도가 찬 카드', success('declined'))}
        ${link('닫기', back('failUrl', closed))}`,
    }
  })

/** Asks by the network too, as the real one does, so that the content policy is met. */
const scriptOf = (url: string) => `
  globalThis.TossPayments = clientKey => ({
    payment: ({ customerKey }) => ({
      async requestPayment({ amount, ...request }) {
        await fetch('${url}/v1/session', { method: 'POST', body: '' })
        if (!clientKey.startsWith('test_ck_') || customerKey !== '@@ANONYMOUS') throw { code: 'KEYS' }
        if (request.windowTarget !== 'self' || amount.currency !== 'KRW') throw { code: 'REQUEST' }
        location.assign('${url}/window?' + new URLSearchParams({ ...request, amount: amount.value }))
        return new Promise(() => undefined)
      },
    }),
  })
  TossPayments.ANONYMOUS = '@@ANONYMOUS'
`

const inHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
