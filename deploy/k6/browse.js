// People who look around: the list, a search, a product, the drops. Nobody buys.
//   k6 run deploy/k6/browse.js
import { sleep } from 'k6'
import { ask, broken } from './shop.js'

const seconds = __ENV.SECONDS || '60'

export const options = {
  scenarios: {
    browse: { executor: 'constant-vus', vus: Number(__ENV.VUS || 50), duration: `${seconds}s` },
  },
  thresholds: {
    broken: ['rate==0'],
    http_req_failed: ['rate<0.001'],
    'http_req_duration{name:product}': ['p(99)<500'],
    'http_req_duration{name:drops}': ['p(99)<500'],
  },
}

export function setup() {
  const { items } = ask('GET', '/api/products?limit=100', { name: 'list' }).json()
  return items.map(({ productId }) => productId)
}

export default function browse(products) {
  const pages = [
    ['/api/products?limit=20&sort=newest', 'list'],
    [`/api/products?q=${encodeURIComponent('한정')}`, 'search'],
    ['/api/drops?state=open', 'drops'],
    ['/api/categories', 'categories'],
  ]
  if (products.length > 0) {
    pages.push([`/api/products/${products[__ITER % products.length]}`, 'product'])
  }
  for (const [path, name] of pages) {
    broken.add(ask('GET', path, { name }).status !== 200)
    sleep(Math.random() * 0.4)
  }
}
