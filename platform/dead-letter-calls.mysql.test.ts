import { someMysqlDatabases } from './databases-under-test.ts'
import { deadLettersContract } from './dead-letter-calls.contract.ts'

deadLettersContract('MySQL', someMysqlDatabases)
