// The opening: everybody presses at once, most are told that it is sold out.
//   k6 run deploy/k6/rush.js
import exec from 'k6/execution'
import { ask, asMember, broken, planDrop, reserve } from './shop.js'

const buyers = Number(__ENV.BUYERS || 5000)
const units = Number(__ENV.UNITS || 100)

export const options = {
  scenarios: {
    rush: {
      executor: 'shared-iterations',
      vus: Number(__ENV.VUS || 200),
      iterations: buyers,
      maxDuration: '2m',
    },
  },
  thresholds: {
    broken: ['rate==0'],
    // Neither oversold nor undersold.
    granted: [`count==${Math.min(units, buyers)}`],
    'http_req_duration{name:reserve}': ['p(99)<2000'],
  },
}

export const setup = () => planDrop(units, 1)

export default function press({ dropId }) {
  reserve(dropId, asMember(exec.scenario.iterationInTest))
}

export function teardown({ dropId }) {
  const { remaining, state } = ask('GET', `/api/drops/${dropId}`, { name: 'drop' }).json()
  broken.add(buyers >= units && (remaining !== 0 || state !== 'sold_out'))
}
