import { brand } from './reyield-error.ts'

/** A member of errors that were read from a history or another thread. It's registered, because one program may contain two copies of this package. */
const revived = Symbol.for('reyield.revived')

/** What the envelope of a recorded or moved error contains besides the members of the error itself. */
export interface Revived {
  /** The declared names of its classes; absent if an older version wrote the envelope. */
  readonly classes?: readonly string[] | undefined
  /** Whether Reyield wrote its code (rule E7). */
  readonly isReyields: boolean
  /** `result` if the result of an activity couldn't be written, `input` if its input is invalid. */
  readonly of?: 'result' | 'input' | undefined
  /** It comes from another thread of this process: its own properties are those that were thrown, and nothing was chosen of them. */
  readonly moved?: true
}

/** Notes that an error was read from a history or another thread. `isReyieldError` is true for it if Reyield wrote its code. */
export function markRevived(error: object, info: Revived): void {
  const own = (key: symbol, value: unknown) =>
    Object.defineProperty(error, key, { value, configurable: true, enumerable: false })
  own(revived, info)
  if (info.isReyields) own(brand, true)
}

/** Returns what `markRevived` noted about an error; undefined for an error that was thrown in this process. Never throws. */
export function revivedOf(error: unknown): Revived | undefined {
  try {
    return typeof error === 'object' && error !== null
      ? (error as { [revived]?: Revived })[revived]
      : undefined
  } catch {
    return undefined
  }
}
