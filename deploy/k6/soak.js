// A normal day, for hours: people look at an even rate, some buy. Watch memory and lag beside it.
//   MINUTES=240 k6 run deploy/k6/soak.js
import { sleep } from 'k6'
import exec from 'k6/execution'
import { ask, asMember, broken, pay, planDrop, reserve } from './shop.js'

const minutes = __ENV.MINUTES || '30'
const perSecond = Number(__ENV.RATE || 20)

export const options = {
  scenarios: {
    day: {
      executor: 'constant-arrival-rate',
      rate: perSecond,
      timeUnit: '1s',
      duration: `${minutes}m`,
      preAllocatedVUs: perSecond * 2,
      maxVUs: perSecond * 10,
    },
  },
  thresholds: {
    broken: ['rate==0'],
    http_req_failed: ['rate<0.001'],
    // The rate was kept: whatever is dropped was not asked at all.
    dropped_iterations: ['count<10'],
    'http_req_duration{name:drop}': ['p(99)<500'],
    'http_req_duration{name:reserve}': ['p(99)<1000'],
  },
}

export const setup = () => planDrop(10000000, 1000000)

/** One of ten buys. */
export default function visit({ dropId, productId }) {
  const at = exec.scenario.iterationInTest
  broken.add(ask('GET', `/api/drops/${dropId}`, { name: 'drop' }).status !== 200)
  sleep(Math.random())
  broken.add(ask('GET', `/api/products/${productId}`, { name: 'product' }).status !== 200)
  if (at % 10 !== 0) return
  const token = asMember(at)
  const reserved = reserve(dropId, token)
  if (reserved.status === 201) pay(reserved.json('orderId'), token)
}
