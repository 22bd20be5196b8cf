import { isReyieldError } from '@reyield/workflow'
import { describeType, nameOf, printed, revivedOf } from '@reyield/workflow/internal'

/** Messages of native errors that never show a value of the program. */
const harmless = [
  /^Cannot (?:read|set) properties of (?:undefined|null)/,
  /^[\w$]+ is not defined$/,
  /^Cannot access '[\w$]+' before initialization$/,
  /^Assignment to constant variable\.$/,
  /^Cannot convert undefined or null to object$/,
  /^Maximum call stack size exceeded$/,
]

/** Codes whose messages quote an error of an activity, a child or a branch. */
const quoting = new Set<string>([
  'ACTIVITY_FAILED',
  'CHILD_FAILED',
  'LAMBDA_FAILED',
  'MAP_FAILED',
  'UNDO_FAILED',
  'WORKFLOW_FAILED',
  'WORKFLOW_TERMINATED',
])

/**
 * An error in short, for messages and logs: its class, and its message if that can't contain a payload. Messages of the user's
 * errors may quote anything, messages of Reyield's don't. `whole`: includes the message in any case (`logPayloads`). Never throws.
 *
 * @example
 * ```ts
 * inShort(new RangeError(`no card ${card}`), false) // 'RangeError'
 * ```
 */
export function inShort(error: unknown, whole: boolean): string {
  try {
    if (whole) return printed(error)
    if (typeof error !== 'object' || error === null) {
      return `${describeType(error)} was thrown`
    }
    const message = harmlessMessage(error)
    return message === undefined ? nameOf(error) : `${nameOf(error)}: ${message}`
  } catch {
    return 'an error that can’t be read'
  }
}

/** An error's message, or undefined if it may contain a payload. */
export function harmlessMessage(error: object): string | undefined {
  const { message } = error as { message?: unknown }
  if (typeof message !== 'string') return undefined
  if (isReyieldError(error)) {
    // an error of another process may come from another version, whose messages may quote
    return quoting.has(error.code) || revivedOf(error) !== undefined ? undefined : message
  }
  return harmless.map(pattern => pattern.exec(message)?.[0]).find(found => found !== undefined)
}
