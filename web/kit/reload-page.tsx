import { useEffect } from 'react'
import { Button } from './button.tsx'

/** Where not even the words came: in both languages, and once more when the network is back. */
export function ReloadPage() {
  useEffect(() => {
    const again = () => location.reload()
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [])
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-6 text-center">
      <h1 className="text-28">Firstcome</h1>
      <p lang="ko">화면을 불러오지 못했어요. 인터넷을 확인해 주세요.</p>
      <p lang="en">The page could not be loaded. Check your connection.</p>
      <Button onClick={() => location.reload()}>다시 열기 · Open again</Button>
    </main>
  )
}
