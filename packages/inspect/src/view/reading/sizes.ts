import type { SizesView } from '../execution-view.ts'

type Largest = SizesView['largest'][number]

/** SWF terminates an execution whose history has this many events (swf-semantics.md §9.1). */
export const mostEvents = 25_000

/** The members of events that are counted: payloads, and the texts of deciders. */
const counted = ['input', 'result', 'details', 'executionContext', 'control'] as const
const mostLargest = 5

/** Adds up the sizes of payloads. */
export class Sizes {
  total = 0
  readonly largest: Largest[] = []

  add(type: string, eventId: number, attributes: Readonly<Record<string, unknown>>): void {
    for (const member of counted) {
      const text = attributes[member]
      if (typeof text !== 'string') continue
      this.total += text.length
      this.#rank({ eventId, of: `${member} of ${type}`, size: text.length })
    }
  }

  #rank(one: Largest): void {
    const { largest } = this
    if (one.size === 0 || (largest.length === mostLargest && one.size <= largest.at(-1)!.size)) return
    const index = largest.findIndex(({ size }) => size < one.size)
    largest.splice(index === -1 ? largest.length : index, 0, one)
    if (largest.length > mostLargest) largest.pop()
  }
}
