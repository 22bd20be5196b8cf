let calls = 0

/** Differs between replays. */
export function price(item: string): number {
  return item.length * Date.now()
}

/** The same, by another function. */
export const priceWithTax = (item: string): number => price(item) * 1.2

/** Computes, and does nothing else. */
export const discount = (total: number): number => total * 0.9

/** Changes what belongs to its module. */
export function counted(): number {
  return ++calls
}

/** Waits for nothing outside. */
export const rounded = async (total: number): Promise<number> => Math.round(await Promise.resolve(total))

/** Waits for the network. */
export const rate = async (): Promise<unknown> => (await fetch('/rate')).json()

export class Cart {
  readonly made: number
  constructor() {
    this.made = performance.now()
  }
}
