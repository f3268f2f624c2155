import { type Store, store } from './store.ts'

/** Whether the device says that it has a network. */
export const isOnline: Store<boolean> = store(navigator.onLine)

window.addEventListener('online', () => isOnline.write(true))
window.addEventListener('offline', () => isOnline.write(false))
