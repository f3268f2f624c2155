import { mailTransportContract } from './mail-transport.contract.ts'
import { mailboxTransport } from './mail-transport.mailbox.ts'

mailTransportContract('the development mailbox', async () => ({
  transport: mailboxTransport,
  read: shop => shop.mailbox(),
  [Symbol.asyncDispose]: async () => undefined,
}))
