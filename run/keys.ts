import { newKeyringText } from '#platform/security/keyring.ts'
import { command } from './command.ts'

const help = `
npm run keys [-- --signing | --encryption]

Makes the keys of a new shop and prints them as lines for .env: SIGNING_KEYS, ENCRYPTION_KEYS,
INDEX_KEY, INTERNAL_KEY (npm run --silent keys >> .env). Nothing is kept or sent; whoever has the
lines has the shop's secrets.

  --signing      one more key for the list of SIGNING_KEYS, as id:base64
  --encryption   one more key for the list of ENCRYPTION_KEYS; with both, each says for which it is

All processes of a shop need the same keys, and its backups are worth nothing without them: keep a
copy apart from the data. How each is changed later: docs/keys.md.
`

const options = { signing: { type: 'boolean' }, encryption: { type: 'boolean' } } as const

await command({ help, endings: {}, options }, async ({ values: { signing, encryption } }) => {
  const { signingKeys, encryptionKeys, indexKey, internalKey } = newKeyringText()
  if (signing && encryption) {
    console.log(`SIGNING_KEYS: ${signingKeys}\nENCRYPTION_KEYS: ${encryptionKeys}`)
    return
  }
  if (signing || encryption) {
    console.log(signing ? signingKeys : encryptionKeys)
    return
  }
  // What they are put behind may have no end of its last line.
  console.log(`\nSIGNING_KEYS=${signingKeys}`)
  console.log(`ENCRYPTION_KEYS=${encryptionKeys}`)
  console.log(`INDEX_KEY=${indexKey}`)
  console.log(`INTERNAL_KEY=${internalKey}`)
})
