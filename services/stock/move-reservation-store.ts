import type { ReservationMove } from './reservation.ts'

/**
 * A move of the table, as a guarded write says it: `set` is what is set; `guard` finds the row, by
 * member, drop and reservation, and only where the move begins. The affected rows tell whether it did.
 */
export const moveSql = ({ from, to }: ReservationMove) => ({
  set: `state = '${to}'`,
  guard: `member_id = ? and drop_id = ? and reservation_id = ? and state = '${from}'`,
})
