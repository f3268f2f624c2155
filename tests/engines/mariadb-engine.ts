import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { freePort } from '#tests/shop/a-child-shop.ts'
import { type EngineProcess, engineProcess } from './engine-process.ts'
import { findProgram } from './find-program.ts'

export type MariadbEngine = Omit<EngineProcess, 'start'> & {
  /** Of a user who may do everything, at the database `firstcome`, which is not there yet. */
  readonly url: string
  /** Starts it again, on the same data and port. */
  restart(): Promise<void>
}

const USER = { name: 'firstcome', password: 'first-come' }

/** What is prepared once and copied for each run. Outside of what git tracks. */
const CACHE = join(import.meta.dirname, '../../.cache/engines')

/** Starts a MariaDB on a free port, its data in this folder. It stands in for MySQL 8. */
export async function startMariadb(folder: string): Promise<MariadbEngine> {
  const program = await findProgram('mariadbd', 'mariadb-server')
  const data = join(folder, 'mariadb')
  await cp(await preparedData(program), data, { recursive: true })
  const users = join(folder, 'mariadb-users.sql')
  // A user at `localhost` would come by the socket only.
  await writeFile(
    users,
    `create user if not exists '${USER.name}'@'%' identified by '${USER.password}';\n` +
      `grant all on *.* to '${USER.name}'@'%' with grant option;\n`,
  )
  const port = await freePort()
  const url = `mysql://${USER.name}:${USER.password}@127.0.0.1:${port}/firstcome`
  const { start, ...engine } = engineProcess({
    name: 'MariaDB',
    program,
    line: [
      '--no-defaults',
      ...asRoot(),
      `--datadir=${data}`,
      `--socket=${join(folder, 'mariadb.sock')}`,
      `--pid-file=${join(folder, 'mariadb.pid')}`,
      `--init-file=${users}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--max-connections=1000',
      // That is what durable means, and it is the default; said because all figures rest on it.
      '--innodb-flush-log-at-trx-commit=1',
      `--innodb-log-file-size=${LOG_FILE}`,
    ],
    answers: () => answers(port),
  })
  await start()
  return {
    ...engine,
    url,
    async restart() {
      await engine.stop()
      await start()
    },
  }
}

const LOG_FILE = '48M'
const asRoot = () => (process.getuid?.() === 0 ? ['--user=root'] : [])

async function answers(port: number): Promise<boolean> {
  const { name: user, password } = USER
  const connection = await createConnection({ host: '127.0.0.1', port, user, password })
  await connection.end()
  return true
}

/** A fresh data folder of this version. Made aside and renamed, so that nobody sees half of one. */
async function preparedData(program: string): Promise<string> {
  const run = promisify(execFile)
  const { stdout } = await run(program, ['--version'])
  const version = /Ver ([\w.+~-]+)/.exec(stdout)?.[1] ?? 'unknown'
  const prepared = join(CACHE, `mariadb-${version}`)
  if (existsSync(prepared)) return prepared
  await mkdir(CACHE, { recursive: true })
  const made = await mkdtemp(join(CACHE, 'making-'))
  await run(await findProgram('mariadb-install-db', 'mariadb-server'), [
    '--no-defaults',
    ...asRoot(),
    `--datadir=${made}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    `--innodb-log-file-size=${LOG_FILE}`,
  ])
  try {
    await rename(made, prepared)
  } catch (error) {
    // Another run was quicker.
    if (!existsSync(prepared)) throw error
    await rm(made, { recursive: true })
  }
  return prepared
}
