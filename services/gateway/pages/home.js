const list = document.querySelector('#drops')
const words = {
  upcoming: 'opens in',
  open: 'open',
  paused: 'paused',
  sold_out: 'sold out',
  ended: 'ended',
}

/** The shop's clock, as far ahead of this one as its last answer said. */
let aheadMs = 0

function countdown(toMs) {
  const seconds = Math.max(0, Math.ceil((toMs - Date.now() - aheadMs) / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map(part => String(part).padStart(2, '0')).join(':')
}

function price({ amountMinor, currency }) {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency })
  return format.format(amountMinor / 10 ** format.resolvedOptions().maximumFractionDigits)
}

function item(drop) {
  const element = document.createElement('li')
  const title = document.createElement('strong')
  title.textContent = drop.title
  const state = document.createElement('span')
  const when = drop.state === 'upcoming' ? ` ${countdown(drop.opensAtMs)}` : ''
  state.textContent = ` ${price(drop.price)} · ${drop.remaining} of ${drop.units} left · ${words[drop.state]}${when}`
  element.append(title, state)
  return element
}

async function read(path) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}

async function show() {
  const time = await read('/api/time')
  aheadMs = time.serverTimeMs - Date.now()
  const lists = await Promise.all([
    read('/api/drops?state=open&limit=5'),
    read('/api/drops?state=upcoming&limit=5'),
  ])
  const drops = lists.flatMap(({ items }) => items)
  list.replaceChildren(...drops.map(item))
  if (drops.length === 0) list.textContent = 'None is planned at this moment.'
}

async function showAgainAndAgain() {
  try {
    await show()
  } catch {
    list.textContent = 'The shop cannot be reached at this moment. Trying again …'
  }
  setTimeout(showAgainAndAgain, 2000)
}

showAgainAndAgain()
fetch('/dev/mailbox', { method: 'HEAD' }).then(({ ok }) => {
  document.querySelector('#mailbox').hidden = !ok
})
