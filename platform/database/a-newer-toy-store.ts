import { migrations as older } from './a-toy-store.ts'
import type { Migration } from './database.ts'

/** For tests: the store of notes as a later release has it. */
export { consume, reads, writes } from './a-toy-store.ts'

export const migrations: readonly Migration[] = [
  ...older,
  {
    version: 2,
    name: 'authors',
    statements: [
      "alter table note add column author varchar(40) not null default 'nobody'",
      'create index note_by_author on note (author)',
    ],
  },
]
