import type { Serializer } from '@reyield/workflow'
import type { ActivityContext } from '../../src/index.ts'

/** A class whose instances need a serializer of their own. */
export class Money {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
  plus(other: Money): Money {
    return new Money(this.cents + other.cents)
  }
}

export const serializer: Serializer = {
  name: 'money',
  serialize: value => String((value as Money).cents),
  deserialize: text => new Money(Number(text)),
}

/** Needs a method of its input. */
export async function double(money: Money, { heartbeat }: ActivityContext): Promise<Money> {
  await heartbeat(money)
  return money.plus(money)
}
