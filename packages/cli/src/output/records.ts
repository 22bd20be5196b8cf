import type { Format } from '../context/context.ts'
import type { Output } from './output.ts'

/** Writes records for programs as they come: a JSON array, or a JSON document a line. */
export class Records {
  readonly #out: Output
  readonly #lines: boolean
  #count = 0

  constructor(out: Output, format: Exclude<Format, 'text'>) {
    this.#out = out
    this.#lines = format === 'jsonl'
  }

  add(records: readonly unknown[]): void {
    for (const record of records) {
      if (this.#lines) this.#out.jsonLine(record)
      else this.#out.jsonElement(record, this.#count === 0)
      this.#count++
    }
  }

  /** Ends the array, which is a whole document also if there were no records or not all of them were found. */
  end(): void {
    if (!this.#lines) this.#out.jsonEnd(this.#count === 0)
  }
}
