import { Type } from 'typebox'
import { type Api, operation } from '#contracts/operation.ts'
import { strict } from '#contracts/words.ts'
import { aProcess, aToyService } from './rpc-under-test.ts'

export const slowApi = {
  buy: operation({
    summary: 'Takes a moment',
    access: 'anyone',
    keyed: true,
    input: strict({ drop: Type.String(), ms: Type.Integer() }),
    output: Type.String(),
  }),
} as const satisfies Api

/** A process that tests kill and stop. It is told its name and its key, and tells its address. */
if (import.meta.main) {
  const [name = '', key = ''] = process.argv.slice(2)
  const toy = aToyService(slowApi, {
    async buy({ ms }) {
      await new Promise(resolve => setTimeout(resolve, ms))
      return name
    },
  })
  const { instance } = await aProcess([toy], { internalKey: Buffer.from(key, 'base64') })
  process.send?.(instance)
  process.on('disconnect', () => process.exit())
}
