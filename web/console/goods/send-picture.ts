import { consoleRoutes } from 'virtual:console-routes'
import type { Output } from '#web/kit/contract.ts'
import type { Refusal } from '#web/kit/refusal.ts'
import { requestOf } from '#web/kit/request-of.ts'
import { freshToken } from '#web/kit/session.ts'

type Kept = Output<'catalog.uploadImage'>

/**
 * Sends a picture's bytes. By XMLHttpRequest: fetch does not tell how much has gone out. Never
 * throws: a network that is gone is an answer.
 */
export async function sendPicture(
  file: File,
  sent: (share: number) => void,
): Promise<Kept | Refusal> {
  const { method, url } = requestOf(consoleRoutes['catalog.uploadImage'] ?? '', {})
  const token = await freshToken(true)
  return new Promise(resolve => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    request.responseType = 'json'
    request.setRequestHeader('authorization', `Bearer ${token ?? ''}`)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => sent(total === 0 ? 0 : loaded / total)
    request.onerror = () => resolve({ refused: 'unreachable', status: 0, details: {} })
    request.onload = () => {
      const { status, response } = request
      if (status === 201) resolve(response as Kept)
      else resolve({ refused: response?.code ?? 'internal', status, details: response ?? {} })
    }
    request.send(file)
  })
}
