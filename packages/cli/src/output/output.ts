import { styleText } from 'node:util'
import { safeJson } from './safe.ts'
import { rendered, type Text } from './text.ts'

/** Writes to a stream what people or programs read. Nothing that a terminal would obey passes, except its own colors. */
export class Output {
  readonly #stream: NodeJS.WriteStream
  readonly #colored: boolean
  readonly #before: () => void

  /** `before` is called before each write, for instance to take away a status line. */
  constructor(stream: NodeJS.WriteStream, before: () => void = () => undefined) {
    this.#stream = stream
    this.#before = before
    // util.styleText obeys NO_COLOR, FORCE_COLOR and the kind of terminal
    this.#colored = styleText('red', ' ', { stream }) !== ' '
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true
  }

  /** The columns of the terminal; Infinity if it's no terminal, so nothing is cut there. */
  get width(): number {
    return this.isTerminal ? this.#stream.columns || 80 : Infinity
  }

  /** Writes a line for people. A line break in the text is shown as `\n`. */
  line(text: Text = ''): void {
    this.#write(`${rendered(text, this.#colored)}\n`)
  }

  /** Writes text for people without ending the line. */
  part(text: Text): void {
    this.#write(rendered(text, this.#colored))
  }

  /** Writes the lines of a text for people, each indented. */
  block(text: Text, indent = ''): void {
    const lines = typeof text === 'string' ? text.split('\n') : [text]
    for (const line of lines) this.#write(`${indent}${rendered(line, this.#colored)}\n`)
  }

  /** Writes a JSON document for programs. */
  json(value: unknown): void {
    this.#write(`${safeJson(JSON.stringify(value, undefined, 2))}\n`)
  }

  /** Writes a JSON document as one line. */
  jsonLine(value: unknown): void {
    this.#write(`${safeJson(JSON.stringify(value))}\n`)
  }

  /** Writes an element of a JSON array, which is one document however long it takes. */
  jsonElement(value: unknown, isFirst: boolean): void {
    this.#write(`${isFirst ? '[' : ','}\n  ${safeJson(JSON.stringify(value))}`)
  }

  /** Ends the array. */
  jsonEnd(isEmpty: boolean): void {
    this.#write(isEmpty ? '[]\n' : '\n]\n')
  }

  /** Waits until the reader has taken most of what was written. Commands that write much call it, so that memory stays flat. */
  async drained(): Promise<void> {
    if (!this.#stream.writableNeedDrain) return
    await new Promise<void>(resolve => this.#stream.once('drain', resolve))
  }

  #write(text: string): void {
    this.#before()
    this.#stream.write(text)
  }
}
