import { migrations as older } from './a-toy-store.ts'
import type { Migration } from './database.ts'

/** For tests: the store of notes with a step that fails half way. */
export { consume, reads, writes } from './a-toy-store.ts'

export const migrations: readonly Migration[] = [
  ...older,
  {
    version: 2,
    name: 'a mistake',
    statements: ['create table half (half_id integer)', 'create table note (note_id integer)'],
  },
]
