import { someSqliteDatabases } from '#platform/database/databases-under-test.ts'
import { deadLettersContract } from './dead-letter-calls.contract.ts'

deadLettersContract('SQLite', someSqliteDatabases)
