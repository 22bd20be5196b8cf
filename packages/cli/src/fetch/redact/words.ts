import { createHash } from 'node:crypto'
import { alphabetsOf, alphabetsOfDate, alphabetsOfUuid } from './classes.ts'

/** What a redaction does with the smallest parts of texts. */
export interface Words {
  /** A run of letters and digits. */
  word(word: string): string
  uuid(uuid: string): string
  /** An ISO date. */
  date(date: string): string
  /** Bytes of a binary value. */
  bytes(bytes: readonly number[]): number[]
}

/** How often a replacement is drawn that is no word of the history or of the program, then one that differs from the word, then any. */
const tries = { unknown: 100, other: 300, unused: 500 }

/**
 * Replaces words by others of the same class. Within a history, a word always has the same replacement, and two words have different ones,
 * so comparisons have the same results. Case is kept: what is equal but for its case stays so.
 */
export class Replacements implements Words {
  readonly #key: Buffer
  readonly #kept: ReadonlySet<string>
  readonly #avoided: ReadonlySet<string>
  readonly #found = new Map<string, string>()
  readonly #used = new Set<string>()

  /** `key`: random bytes, which must not be known to who gets the history. `kept`: words that stay. `others`: the words of the history. */
  constructor(key: Buffer, kept: ReadonlySet<string>, others: Iterable<string>) {
    this.#key = key
    this.#kept = kept
    this.#avoided = new Set([...kept, ...others].map(folded))
  }

  word(word: string): string {
    if (this.#kept.has(word)) return word
    const counted = /^(\p{L}{2,})(\d+)$/u.exec(word) // order7
    if (counted !== null && this.#kept.has(counted[1]!)) return counted[1]! + this.word(counted[2]!)
    return cased(this.#replaced(folded(word), alphabetsOf), word)
  }

  uuid(uuid: string): string {
    return cased(this.#replaced(folded(uuid), alphabetsOfUuid), uuid)
  }

  date(date: string): string {
    return this.#replaced(date, alphabetsOfDate)
  }

  /** Letters and digits of ASCII become others, and numbers beyond ASCII. The rest keeps the form of texts. */
  bytes(bytes: readonly number[]): number[] {
    const random = this.#random(`bytes ${bytes.join()}`, bytes.length)
    return bytes.map((byte, index) => {
      const number = random(index)
      if (byte >= 48 && byte <= 57) return 48 + (number % 10)
      if (byte >= 65 && byte <= 90) return 65 + (number % 26)
      if (byte >= 97 && byte <= 122) return 97 + (number % 26)
      if (byte < 0) return -1 - (number % 128)
      if (byte >= 256) return 256 + (number % 32_512)
      return byte >= 128 ? 128 + (number % 128) : byte
    })
  }

  #replaced(text: string, alphabetsIn: (text: string) => ReturnType<typeof alphabetsOf>): string {
    const known = this.#found.get(text)
    if (known !== undefined) return known
    const alphabets = alphabetsIn(text)
    const isFixed = alphabets.every(({ size }) => size === 1)
    let drawn = text
    for (let attempt = 0; !isFixed && attempt < tries.unused; attempt++) {
      const random = this.#random(`${attempt} ${text}`, alphabets.length)
      drawn = alphabets.map(({ size, at }, index) => at(random(index) % size)).join('')
      const isRefused =
        attempt < tries.unknown ? this.#avoided.has(drawn) : drawn === text && attempt < tries.other
      if (!isRefused && !this.#used.has(drawn)) break
    }
    this.#found.set(text, drawn)
    this.#used.add(drawn)
    return drawn
  }

  /** Numbers of 16 bits that depend on the key and a text. */
  #random(text: string, count: number): (index: number) => number {
    const bytes = createHash('shake256', { outputLength: Math.max(2, count * 2) })
      .update(this.#key)
      .update(text)
      .digest()
    return index => bytes.readUInt16BE(index * 2)
  }
}

/** In lower case, character by character, so that the length stays the same. */
const folded = (text: string): string => [...text].map(lower).join('')

const lower = (character: string): string => {
  const small = character.toLowerCase()
  return small.length === character.length && small.toUpperCase() === character ? small : character
}

/** A text with capitals where another one of the same length has them. */
function cased(text: string, like: string): string {
  const characters = [...like]
  return [...text]
    .map((character, index) => {
      const of = characters[index]!
      return lower(of) === of ? character : character.toUpperCase()
    })
    .join('')
}

/** Only collects the words of a history. */
export class CollectedWords implements Words {
  readonly all = new Set<string>()

  word(word: string): string {
    this.all.add(word)
    return word
  }
  uuid = (uuid: string): string => this.word(uuid)
  date = (date: string): string => date
  bytes = (bytes: readonly number[]): number[] => [...bytes]
}
