/** A long computation, which has a thread of its own. */
export const weigh = (items: readonly string[]): number => items.reduce((sum, item) => sum + item.length, 0)
