import { someMysqlDatabases } from './databases-under-test.ts'
import { deadLettersContract } from './dead-letters.contract.ts'

deadLettersContract('MySQL', someMysqlDatabases)
