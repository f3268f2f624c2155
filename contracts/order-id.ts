/**
 * An order's id and its reservation's tell one another: each is the other with its first eight
 * digits and its last eight changed about. So one narrow index finds both, the order's address is
 * known the moment the reservation is, and neither version nor variant moves.
 */
export const orderIdOf = (reservationId: string): string => changeAbout(reservationId)

export const reservationIdOf = (orderId: string): string => changeAbout(orderId)

/** What a person is told of an order's id, and a merchant finds the order by: `5d2f0002-6c1a`. */
export const orderNumberOf = (orderId: string): string => orderId.slice(0, 13)

const changeAbout = (id: string): string => id.slice(28) + id.slice(8, 28) + id.slice(0, 8)
