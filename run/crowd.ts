import { open } from 'node:fs/promises'
import { configOfThisProcess } from '#platform/config.ts'
import { accessTokens } from '#platform/security/access-token.ts'
import { type Keyring, publicJwks } from '#platform/security/keyring.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { systemClock } from '#platform/time/clock.ts'
import { insertCrowd } from '#services/members/crowd-members.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command, shopEndings } from './command.ts'
import { prepareDataFolder } from './data-folder.ts'
import { openKeyring } from './open-keyring.ts'
import { openMembers } from './open-members.ts'
import { placeNamed } from './place-named.ts'
import { showProgress } from './progress.ts'

const help = `
npm run crowd -- --members 10000 --out crowd.jsonl

Makes that many verified members without a password in the configured database, for load tests by
any tool, and writes {"memberId", "email", "accessToken"} a line. The tokens are good for an hour.
Works on a fresh folder and beside a running shop.

  --members N   how many, 1 to 1,000,000 (10000 unless told)
  --out FILE    where the lines go, readable by you alone (crowd.jsonl unless told)

Reads the same settings as the shop: HTTP_PORT and PUBLIC_URL name the shop that the tokens are for.
`

const endings = { 0: 'where all were made', ...shopEndings }

const MOST_MEMBERS = 1_000_000
const PATIENCE_MS = 2_000

await command(
  { help, endings, options: { members: { type: 'string' }, out: { type: 'string' } } },
  async ({ values: { members = '10000', ...values } }) => {
    const count = readCount(members)
    const out = placeNamed(values.out ?? 'crowd.jsonl')
    const config = configOfThisProcess()
    if (config.profile.kind === 'embedded') prepareDataFolder(config.profile.dataFolder)
    await using file = await told(out, open(out, 'w', 0o600))
    const keyring = await openKeyring(config)
    await warnOfNobody(config.publicUrl, keyring)
    const clock = systemClock
    const tokens = accessTokens({ keyring, clock, issuer: config.publicUrl })
    await using database = await openMembers(config, keyring)
    const deps = { database, clock, accessTokens: tokens, personalData: personalData(keyring) }
    let made = 0
    for await (const batch of insertCrowd(deps, count)) {
      const lines = batch.map(member => `${JSON.stringify(member)}\n`).join('')
      await told(out, file.appendFile(lines))
      made += batch.length
      showProgress(made, count, 'members')
    }
  },
)

/** A token is good at the shop of its address alone: says so where that shop cannot be seen. */
async function warnOfNobody(publicUrl: string, keyring: Keyring): Promise<void> {
  if (await isOurShop(publicUrl, keyring)) return
  console.error(
    `The tokens are for the shop at ${publicUrl}, where none with these keys answers now. Any ` +
      'other refuses them: give PUBLIC_URL or HTTP_PORT as you give them to the shop.',
  )
}

async function isOurShop(publicUrl: string, keyring: Keyring): Promise<boolean> {
  try {
    const answer = await fetch(`${publicUrl}/.well-known/jwks.json`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const ours = new Set(publicJwks(keyring).keys.map(({ kid }) => kid))
    const { keys } = (await answer.json()) as { readonly keys: readonly { kid: string }[] }
    return keys.some(({ kid }) => ours.has(kid))
  } catch {
    // Whatever is there, it is not a shop of ours that is open.
    return false
  }
}

function readCount(text: string): number {
  const count = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= MOST_MEMBERS) return count
  throw new CannotGoOn(exitCodes.usage, `--members ${text}: give a whole number from 1 to 1000000.`)
}

/** What is done to the file of the lines, with a sentence where it fails. */
async function told<Done>(path: string, work: Promise<Done>): Promise<Done> {
  try {
    return await work
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const sentence = `${path} cannot be written (${code}). Make room, or give another file with --out.`
    throw new CannotGoOn(exitCodes.cannotCreate, sentence, { cause: error })
  }
}
