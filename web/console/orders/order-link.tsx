import { RowLink } from '#web/console/row-link.tsx'
import { orderNumber } from '#web/kit/order-number.ts'

export const OrderLink = ({ orderId }: { readonly orderId: string }) => (
  <RowLink to={`/orders/${orderId}`} title={orderId} isNumber>
    {orderNumber(orderId)}
  </RowLink>
)
