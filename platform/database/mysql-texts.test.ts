import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { translated } from './mysql-migrations.ts'
import { batchesOf } from './mysql-texts.ts'

suite('Many rows to MySQL', () => {
  const insert = "insert into t (a, b, c) values (?, 'values (?)', ?)"

  test('are one list where rows are inserted, else one statement after the other', () => {
    assert.deepEqual(
      batchesOf('insert into t (a, b) values (?, ?)', [
        [1, 'x'],
        [2, null],
      ]),
      [{ text: "insert into t (a, b) values (1, 'x'), (2, NULL)", rows: 2 }],
    )
    assert.deepEqual(batchesOf('delete from t where a = ?', [[1], ["it's"]]), [
      { text: "delete from t where a = 1;\ndelete from t where a = 'it\\'s'", rows: 2 },
    ])
  })

  test('a question mark in a text of ours is no place for a value', () => {
    const [batch] = batchesOf(insert, [[1, 2]])
    assert.equal(batch?.text, "insert into t (a, b, c) values (1, 'values (?)', 2)")
  })

  test('a value is quoted where it is a text, whatever letters it has', () => {
    const values = ['{"a":"b?"}', "it's", 'a\\b', 'nul\0', '', 'question?', '안녕']
    const [batch] = batchesOf('insert into t (a) values (?)', [...values.map(value => [value])])
    const quoted = [
      `'{"a":"b?"}'`,
      "'it\\'s'",
      "'a\\\\b'",
      "'nul\\0'",
      "''",
      "'question?'",
      "'안녕'",
    ]
    assert.equal(
      batch?.text,
      `insert into t (a) values ${quoted.map(text => `(${text})`).join(', ')}`,
    )
  })

  test('a value too many, or too few, is refused', () => {
    assert.throws(() => batchesOf('delete from t where a = ?', [[1, 2]]), assert.AssertionError)
    assert.throws(() => batchesOf('delete from t where a = ?', [[]]), assert.AssertionError)
  })

  test('go in texts that are not too long, and none is left out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200_000 }), { maxLength: 60 }), lengths => {
        const batches = batchesOf(
          'insert into t (a) values (?)',
          lengths.map(length => ['x'.repeat(length)]),
        )
        assert.equal(
          batches.reduce((sum, { rows }) => sum + rows, 0),
          lengths.length,
        )
        for (const { text, rows } of batches) assert.ok(text.length < 501_000 || rows === 1)
      }),
      { numRuns: 30 },
    )
  })

  test('what is no number is refused, for no column can keep it', () => {
    assert.throws(() => batchesOf('delete from t where a = ?', [[1], [Number.NaN]]), TypeError)
  })
})

test('a step of a schema is said in the words of MySQL, and names stay what they are', () => {
  assert.equal(
    translated(`create table t (
      id integer primary key autoincrement,
      text varchar(9) not null check (text <> 'text'),
      body text not null,
      note text,
      of_id varchar(36) not null references other (other_id),
      foreign key (id) references other (number),
      last text
    ) /* clustered */`),
    `create table t (
      id bigint not null auto_increment primary key,
      text varchar(9) not null check (text <> 'text'),
      body mediumtext not null,
      note mediumtext,
      of_id varchar(36) not null, foreign key (of_id) references other (other_id),
      foreign key (id) references other (number),
      last mediumtext
    ) /* clustered */ engine = InnoDB default character set utf8mb4 collate utf8mb4_bin`,
  )
  assert.equal(
    translated('alter table t add column more text'),
    'alter table t add column more mediumtext',
  )
  assert.equal(
    translated('create index t_by_text on t (text)'),
    'create index t_by_text on t (text)',
  )
})
