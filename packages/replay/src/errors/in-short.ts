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

/** Codes whose messages quote what an activity, a child or a branch has thrown. */
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
 * An error for messages and logs: its class, and its message as far as that can't show a payload. Messages of one's own errors
 * may quote anything, those of Reyield don't. `whole`: the message in any case (`logPayloads`). Never throws.
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

/** The message of an error where it can't show a payload. */
export function harmlessMessage(error: object): string | undefined {
  const { message } = error as { message?: unknown }
  if (typeof message !== 'string') return undefined
  if (isReyieldError(error)) {
    // what was thrown in another process may come from another version
    return quoting.has(error.code) || revivedOf(error) !== undefined ? undefined : message
  }
  return harmless.map(pattern => pattern.exec(message)?.[0]).find(found => found !== undefined)
}
