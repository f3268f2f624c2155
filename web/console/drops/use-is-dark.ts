import { useSyncExternalStore } from 'react'
import { scheme } from '#web/kit/scheme.ts'
import { useStore } from '#web/kit/use-store.ts'

/** Whether what is seen is dark now, by choice or as the device is: for what is drawn in no CSS. */
export function useIsDark(): boolean {
  const chosen = useStore(scheme)
  const isDeviceDark = useSyncExternalStore(watchDevice, () => device().matches)
  return chosen === 'auto' ? isDeviceDark : chosen === 'dark'
}

const device = () => matchMedia('(prefers-color-scheme: dark)')

function watchDevice(changed: () => void): () => void {
  const watched = device()
  watched.addEventListener('change', changed)
  return () => watched.removeEventListener('change', changed)
}
