export interface Order {
  id: string
  customer: { name: string; email: string }
  items: string[]
}

/** The activities of the shop. */
export interface Shop {
  charge(order: Order): Promise<{ id: string; status: 'paid' | 'declined' }>
  screen(order: Order): Promise<void>
  ship(order: Order): Promise<void>
}
