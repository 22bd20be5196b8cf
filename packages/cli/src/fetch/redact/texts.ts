import type { Vocabulary } from '../source/vocabulary.ts'
import type { Words } from './words.ts'

/** What in a text is treated as a whole: a UUID, a scheme with which a URL begins, a port, or a word. */
const part =
  /(?<uuid>\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b)|(?<kept>\b(?:https?|wss?|ftp|s3|file)(?=:\/\/)|\bmailto(?=:)|(?<=:\/\/[^\s/?#@]{1,253}:)\d{1,5}(?=[\s/?#]|$))|(?<word>[\p{L}\p{M}\p{N}\p{Co}\u24b6-\u24e9\u{1f130}-\u{1f1ff}\u{e0020}-\u{e007f}]+)/giu

const isoDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/

/** How classes of errors are named. They are code also if they aren't in the code of the workflows. */
const errorClass = /^[A-Z][A-Za-z]*(?:Error|Exception)$/

/** How long before and after the events of a history dates are about the execution and not about a person, in milliseconds. */
const near = 2 * 365 * 86_400_000

/** Replaces texts by others of the same class: letters by letters, digits by digits, and the rest stays. */
export class Texts {
  readonly #words: Words
  readonly #vocabulary: Vocabulary
  readonly #first: number
  readonly #last: number

  /** `first` and `last`: the times of the first and of the last event, in milliseconds since 1970. */
  constructor(words: Words, vocabulary: Vocabulary, first: number, last: number) {
    this.#words = words
    this.#vocabulary = vocabulary
    this.#first = first
    this.#last = last
  }

  replaced(text: string): string {
    if (this.isKept(text)) return text
    if (isoDate.test(text)) {
      const time = Date.parse(text)
      if (this.#isNear(time)) return text
      if (!Number.isNaN(time)) return this.#words.date(text)
    }
    return text.replaceAll(part, (whole, ...found: unknown[]) => {
      const { uuid, kept } = found.at(-1) as { readonly uuid?: string; readonly kept?: string }
      if (kept !== undefined || errorClass.test(whole)) return whole
      return uuid === undefined ? this.#words.word(whole) : this.#words.uuid(uuid)
    })
  }

  /**
   * Numbers steer programs, and stay. A whole number with nine digits or more that is no time near the history is rather the number of a
   * phone, a card or an account. It's replaced as its digits are in a text.
   */
  number(number: number): number {
    const isTime = this.#isNear(number) || this.#isNear(number * 1000)
    return Number.isInteger(number) && Math.abs(number) >= 1e8 && Math.abs(number) < 1e21 && !isTime
      ? Math.sign(number) * Number(this.#words.word(String(Math.abs(number))))
      : number
  }

  /** Whether a text is in the code. */
  isKept(text: string): boolean {
    return this.#vocabulary.texts.has(text) || errorClass.test(text)
  }

  #isNear(time: number): boolean {
    return time > this.#first - near && time < this.#last + near
  }

  /** The bytes of a binary value. */
  bytes(bytes: readonly number[]): number[] {
    return this.#words.bytes(bytes)
  }
}
