import { type Config, configOfThisProcess } from '#platform/config.ts'
import type { Database, Store } from '#platform/database/database.ts'
import { countStale, reseal, type SealedPlace } from '#platform/database/reseal.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { systemClock } from '#platform/time/clock.ts'
import { sealedPlaces as memberPlaces } from '#services/members/member-sealed-places.ts'
import { sealedPlaces as mailPlaces } from '#services/notifications/sealed-mail.ts'
import { sealedPlaces as orderPlaces } from '#services/orders/order-sealed-places.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command, shopEndings } from './command.ts'
import { databaseFilesIn, prepareDataFolder } from './data-folder.ts'
import { openKeyring } from './open-keyring.ts'
import { showProgress } from './progress.ts'
import { keepKeysToRotate, retireShopKeys } from './shop-keys.ts'
import { keepShopKind } from './shop-kind.ts'

const help = `
npm run rotate-keys

Encrypts all personal data anew with the first key of ENCRYPTION_KEYS, while the shop runs. Ended at
any moment, it goes on where it was when it is started again. How keys are changed:

  1. Put the new key at the end of ENCRYPTION_KEYS, and start every process of the shop again.
  2. Put it first, and start every process again: what is new is encrypted with it.
  3. npm run rotate-keys, with the same settings.
  4. Take the old key out, and start every process again. Backups from before need it still.

Who leaves out a step is refused, at the start and here. One process alone takes 1 and 2 in one. Where
no key is set, they lie in keys.json of the data folder: "encryptionKeys" there is the same list, and
is read at the start of the shop. SIGNING_KEYS change in the same steps, without 3: the first
signs, all verify. Take an old one out when its last access token has expired, 15 minutes later; but
receipts that it has signed are proven by it. INDEX_KEY stays as it is: members are found by it.
`

const endings = {
  0: 'where all is encrypted with the first key',
  ...shopEndings,
  [exitCodes.unreadable]:
    'where there is no shop, or a text cannot be read: its key is missing, or it is damaged',
  [exitCodes.tryLater]:
    'where a database is busy or full, or a process lacks the first key, or encrypts with another',
}

const placesByService = { members: memberPlaces, orders: orderPlaces, notifications: mailPlaces }
type Sealing = keyof typeof placesByService
const services = Object.keys(placesByService) as Sealing[]

/** So many reasons are told of texts that could not be read. */
const SHOWN = 5

type Opened = AsyncDisposable & { readonly byName: Readonly<Record<Sealing, Database<Store>>> }

await command({ help, endings, options: {} }, async () => {
  const config = configOfThisProcess()
  await refuseNoShop(config)
  if (config.profile.kind === 'embedded') prepareDataFolder(config.profile.dataFolder)
  const keyring = await openKeyring(config)
  await keepShopKind(config)
  await keepKeysToRotate(config, keyring)
  const keyId = keyring.encryption[0].id
  await using databases = await openDatabases(config, keyring)

  const all = await countAll(databases, keyId)
  const unreadable = await resealAll(databases, { keyring, all })
  if (unreadable.length > 0) throw cannotRead(unreadable)
  const left = await countAll(databases, keyId)
  if (left > 0) {
    throw new CannotGoOn(
      exitCodes.tryLater,
      `Meanwhile ${left} more were encrypted with another key than ${keyId}. Start every process of the shop again, so that it has this key first; then start this again.`,
    )
  }
  await retireShopKeys(config, keyring)
  console.log(
    `All personal data are encrypted with the key ${keyId}; ${all} texts were not before.`,
  )
})

/** Gives why texts could not be read. */
async function resealAll(
  { byName }: Opened,
  { keyring, all }: { readonly keyring: Keyring; readonly all: number },
): Promise<readonly string[]> {
  const deps = { personalData: personalData(keyring), keyId: keyring.encryption[0].id }
  const unreadable: string[] = []
  let done = 0
  for (const [database, place] of placesIn(byName)) {
    for await (const batch of reseal({ ...deps, database }, place)) {
      unreadable.push(...batch.unreadable)
      done += batch.resealed
      // Others may have begun at the same time, or the shop may have written meanwhile.
      showProgress(Math.min(done, all), all, 'texts')
    }
  }
  return unreadable
}

async function countAll({ byName }: Opened, keyId: string): Promise<number> {
  let count = 0
  for (const [database, place] of placesIn(byName)) {
    count += await countStale({ database, keyId }, [place])
  }
  return count
}

function placesIn(byName: Opened['byName']): readonly (readonly [Database<Store>, SealedPlace])[] {
  return services.flatMap(name =>
    placesByService[name].map(place => [byName[name], place] as const),
  )
}

function cannotRead(reasons: readonly string[]): CannotGoOn {
  const shown = reasons.slice(0, SHOWN).map(reason => `  ${reason}`)
  const sentence = `${reasons.length} texts could not be read, and are as they were:`
  return new CannotGoOn(exitCodes.unreadable, [sentence, ...shown].join('\n'))
}

/** Before anything is opened, which would make what is missing. */
async function refuseNoShop({ profile }: Config): Promise<void> {
  if (profile.kind === 'embedded') {
    databaseFilesIn(profile.dataFolder)
    return
  }
  const { refuseNoSchema } = await import('./distributed-backup/refuse-no-schema.ts')
  await refuseNoSchema(profile.mysqlUrl, services)
}

/** The databases that hold personal data, beside a running shop. */
async function openDatabases({ profile }: Config, keyring: Keyring): Promise<Opened> {
  if (profile.kind === 'embedded') {
    const { openOneSqlite } = await import('./embedded-engines.ts')
    await using opened = new AsyncDisposableStack()
    const options = { folder: profile.dataFolder, clock: systemClock, keyring }
    const byName: Record<string, Database<Store>> = {}
    for (const name of services) byName[name] = opened.use(await openOneSqlite(name, options))
    return closedWith(opened.move(), byName)
  }
  const { openMysqlDatabases } = await import('./distributed-engines.ts')
  const opened = await openMysqlDatabases(profile, { names: services, keyring, clock: null })
  return closedWith(opened, opened.byName)
}

function closedWith(opened: AsyncDisposable, byName: object): Opened {
  return {
    byName: byName as Opened['byName'],
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}
