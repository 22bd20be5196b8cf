import { createClient } from '@reyield/client'
import { connection } from '../process.ts'

/** Charges a card. A charge with the same id is made only once. */
export async function charge({
  id,
  customer,
  cents,
}: {
  id: string
  customer: string
  cents: number
}): Promise<void> {
  if (isDeclined(id)) {
    console.log(`bank: declines the card of ${customer}`)
    throw new CardDeclinedError(customer)
  }
  if (!charged.has(id)) console.log(`bank: charges ${customer} ${(cents / 100).toFixed(2)}`)
  charged.add(id)
}

/** Sends a mail. */
export async function sendMail({ to, text }: { to: string; text: string }): Promise<void> {
  console.log(`mail to ${to}: ${text}`)
}

/** Counts the open subscriptions. SWF itself knows them. */
export async function countSubscriptions(): Promise<number> {
  const query = { status: 'OPEN', workflow: { name: 'subscription' } } as const
  return (await createClient(connection()).count(query)).count
}

const charged = new Set<string>()
const declined = new Set<string>()

/** The bank declines the card of bob once, in his third month, and that of carl from his fifth month on. */
function isDeclined(id: string): boolean {
  const isFirst = !declined.has(id)
  declined.add(id)
  return (id === 'bob 3' && isFirst) || id === 'carl 5'
}

/** Another attempt in the next minutes wouldn't help. */
class CardDeclinedError extends Error {
  override readonly name = 'CardDeclinedError'
  constructor(customer: string) {
    super(`the card of ${customer} was declined`)
  }
}
