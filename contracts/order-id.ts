/**
 * An order's id and its reservation's tell one another: each is the other XOR a fixed mask that
 * leaves version and variant alone. So one narrow index finds both, and the order's address is
 * known the moment the reservation is. The mask is the head of SHA-256("firstcome order").
 */
const MASK = ['65d2bccf', 'facc0bcb', '363fa2af', '3ccca159'].map(word => Number.parseInt(word, 16))

export const orderIdOf = (reservationId: string): string => flip(reservationId)

export const reservationIdOf = (orderId: string): string => flip(orderId)

function flip(id: string): string {
  const hex = id.replaceAll('-', '')
  const words = MASK.map((mask, at) => {
    const word = Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16)
    return ((word ^ mask) >>> 0).toString(16).padStart(8, '0')
  })
  const flipped = words.join('')
  return `${flipped.slice(0, 8)}-${flipped.slice(8, 12)}-${flipped.slice(12, 16)}-${flipped.slice(16, 20)}-${flipped.slice(20)}`
}
