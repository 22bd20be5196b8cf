import { brand } from './reyield-error.ts'

/** On errors that were read from a history; registered, as two copies of this package may meet in one program. */
const revived = Symbol.for('reyield.revived')

/** What the envelope of an error says of it beside what the error itself has. */
export interface Revived {
  /** The declared names of its classes; absent where an older version wrote the envelope. */
  readonly classes?: readonly string[] | undefined
  /** Reyield wrote its code (rule E7). */
  readonly isReyields: boolean
  /** What couldn't be written was the result of an activity, or its input is invalid. */
  readonly of?: 'result' | 'input' | undefined
}

/** Notes that an error was read from a history. `isReyieldError` is true for it where Reyield wrote its code. */
export function markRevived(error: Error, info: Revived): void {
  const own = (key: symbol, value: unknown) =>
    Object.defineProperty(error, key, { value, configurable: true, enumerable: false })
  own(revived, info)
  if (info.isReyields) own(brand, true)
}

/** What is known of an error that was read from a history; undefined for one that was thrown in this process. Never throws. */
export function revivedOf(error: unknown): Revived | undefined {
  try {
    return typeof error === 'object' && error !== null
      ? (error as { [revived]?: Revived })[revived]
      : undefined
  } catch {
    return undefined
  }
}
