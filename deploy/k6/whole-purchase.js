// Looks, reserves, enters payment, pays, and waits until the order says that it is paid.
//   k6 run deploy/k6/whole-purchase.js
import { sleep } from 'k6'
import exec from 'k6/execution'
import { Trend } from 'k6/metrics'
import { ask, asMember, broken, pay, planDrop, reserve } from './shop.js'

const seconds = __ENV.SECONDS || '60'
const untilPaid = new Trend('until_order_paid', true)

export const options = {
  scenarios: {
    purchase: { executor: 'constant-vus', vus: Number(__ENV.VUS || 20), duration: `${seconds}s` },
  },
  thresholds: {
    broken: ['rate==0'],
    paid: ['count>0'],
    'http_req_duration{name:reserve}': ['p(99)<1000'],
    'http_req_duration{name:pay}': ['p(99)<1500'],
    until_order_paid: ['p(99)<5000'],
  },
}

export const setup = () => planDrop(1000000, 100000)

export default function purchase({ dropId }) {
  const token = asMember(exec.scenario.iterationInTest)
  broken.add(ask('GET', `/api/drops/${dropId}`, { name: 'drop' }).status !== 200)
  const reserved = reserve(dropId, token)
  if (reserved.status !== 201) return sleep(1)
  const orderId = reserved.json('orderId')
  if (!pay(orderId, token)) return
  const fromMs = Date.now()
  for (let look = 0; look < 100; look++) {
    const order = ask('GET', `/api/orders/${orderId}`, { name: 'order', token })
    if (order.status === 200 && order.json('state') === 'paid') {
      untilPaid.add(Date.now() - fromMs)
      return
    }
    sleep(0.1)
  }
  broken.add(true)
}
