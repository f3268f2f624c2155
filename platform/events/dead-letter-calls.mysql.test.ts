import { someMysqlDatabases } from '#platform/database/databases-under-test.ts'
import { deadLettersContract } from './dead-letter-calls.contract.ts'

deadLettersContract('MySQL', someMysqlDatabases)
