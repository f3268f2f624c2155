/** Where one can go in the console, by the words of each, in groups. */
export const places = [
  { name: 'home', to: '/', startsGroup: false },
  { name: 'drops', to: '/drops', startsGroup: true },
  { name: 'orders', to: '/orders', startsGroup: false },
  { name: 'shipping', to: '/shipping', startsGroup: false },
  { name: 'products', to: '/products', startsGroup: true },
  { name: 'categories', to: '/categories', startsGroup: false },
  { name: 'members', to: '/members', startsGroup: true },
  { name: 'audit', to: '/audit', startsGroup: false },
  { name: 'deadLetters', to: '/dead-letters', startsGroup: true },
  { name: 'services', to: '/services', startsGroup: false },
  { name: 'reconciliation', to: '/reconciliation', startsGroup: false },
  { name: 'rehearsals', to: '/rehearsals', startsGroup: false },
] as const

export type PlaceName = (typeof places)[number]['name']
