import { cut, rendered, type Text } from './text.ts'

/** The least time between two changes of the line, in milliseconds. */
const pace = 100

/** A line on the standard error that says what the command is doing. It's only there if standard error is a terminal. */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream
  #shown = false
  #last = -Infinity

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  /** Replaces the line, at most ten times a second. */
  show(text: Text): void {
    const now = performance.now()
    if (this.#stream.isTTY !== true || now - this.#last < pace) return
    this.#last = now
    this.#stream.write(`\r\u001b[2K${rendered(cut(text, (this.#stream.columns || 80) - 1), false)}`)
    this.#shown = true
  }

  /** Takes the line away. */
  clear(): void {
    if (!this.#shown) return
    this.#stream.write('\r\u001b[2K')
    this.#shown = false
    this.#last = -Infinity
  }
}
