import type { Pool } from 'mysql2/promise'

/** The tables of the control: a stock that one row counts, and its orders. */
const tables = [
  'create table if not exists control_stock (stock_id int primary key, units int not null)',
  `create table if not exists control_order (
     order_id varchar(40) primary key, member varchar(40) not null, state varchar(20) not null,
     at_ms bigint not null)`,
]

export async function makeStock(pool: Pool, units: number): Promise<void> {
  for (const table of tables) await pool.query(table)
  await pool.query('delete from control_order')
  await pool.query('replace into control_stock values (1, ?)', [units])
}

/** Reads, decides, writes: right only because whoever calls it has the lock. */
export async function takeOne(
  pool: Pool,
  { orderId, member }: { readonly orderId: string; readonly member: string },
): Promise<boolean> {
  const connection = await pool.getConnection()
  try {
    await connection.beginTransaction()
    const [rows] = await connection.query('select units from control_stock where stock_id = 1')
    const [{ units = 0 } = {}] = rows as { units?: number }[]
    if (units > 0) {
      await connection.query('update control_stock set units = ? where stock_id = 1', [units - 1])
      const order = [orderId, member, 'ready', Date.now()]
      await connection.query('insert into control_order values (?, ?, ?, ?)', order)
    }
    await connection.commit()
    return units > 0
  } finally {
    connection.release()
  }
}

/** The unit back, and the order cancelled; under the lock too. */
export async function giveBack(pool: Pool, orderId: string): Promise<void> {
  const connection = await pool.getConnection()
  try {
    await connection.beginTransaction()
    await connection.query('update control_stock set units = units + 1 where stock_id = 1')
    await connection.query(`update control_order set state = 'cancelled' where order_id = ?`, [
      orderId,
    ])
    await connection.commit()
  } finally {
    connection.release()
  }
}

export async function markPaid(pool: Pool, orderId: string): Promise<void> {
  await pool.query(`update control_order set state = 'paid' where order_id = ?`, [orderId])
}
