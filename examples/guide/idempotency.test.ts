import { explore } from '@reyield/testing'
import { expect, it } from 'vitest'
import { activitiesOf, payment, type Bank } from './idempotency.ts'

/** Charges once for each key, as a real bank does. */
class TestBank implements Bank {
  readonly charges = new Map<string, number>()

  async charge(cents: number, { idempotencyKey }: { idempotencyKey: string }): Promise<string> {
    this.charges.set(idempotencyKey, cents)
    return `receipt for ${cents} cents`
  }
}

it('charges at most once in every scenario, also if the answer of an attempt is lost', async () => {
  const { complete } = await explore(payment, 500, () => {
    const bank = new TestBank()
    return { activities: activitiesOf(bank), finally: { 'one charge': () => bank.charges.size <= 1 } }
  })
  expect(complete).toBe(true)
})

it('would charge twice with another key in each attempt', async () => {
  const exploration = explore(payment, 500, () => {
    const bank = new TestBank()
    const careless: Bank = { charge: cents => bank.charge(cents, { idempotencyKey: `${bank.charges.size}` }) }
    return { activities: activitiesOf(careless), finally: { 'one charge': () => bank.charges.size <= 1 } }
  })
  await expect(exploration).rejects.toMatchObject({
    code: 'SCENARIO_FAILED',
    steps: [
      'charge(500) timed out after its work was done',
      '1 second later the wait before the next attempt of charge ended',
      "charge(500) (attempt 2) completed: 'receipt for 500 cents'",
    ],
  })
})
