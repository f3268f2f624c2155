import { Link } from 'react-router'

/** So many digits tell the orders on a page from one another; the CSV has all of them. */
const SHOWN = 12

export const OrderLink = ({ orderId }: { readonly orderId: string }) => (
  <Link
    to={`/orders/${orderId}`}
    title={orderId}
    className="font-mono text-12 underline underline-offset-4"
  >
    {orderId.slice(-SHOWN)}
  </Link>
)
