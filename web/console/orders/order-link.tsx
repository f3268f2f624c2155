import { Link } from 'react-router'
import { orderNumber } from '#web/kit/order-number.ts'

export const OrderLink = ({ orderId }: { readonly orderId: string }) => (
  <Link
    to={`/orders/${orderId}`}
    title={orderId}
    className="font-mono text-12 whitespace-nowrap underline underline-offset-4"
  >
    {orderNumber(orderId)}
  </Link>
)
