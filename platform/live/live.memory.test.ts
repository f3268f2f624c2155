import { liveContract } from './live.contract.ts'
import { memoryLive } from './live.memory.ts'

liveContract('in one process', async () => {
  const live = memoryLive()
  return { here: live, there: live, [Symbol.asyncDispose]: async () => undefined }
})
