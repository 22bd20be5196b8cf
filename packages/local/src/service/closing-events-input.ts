import { validation } from '../model/swf-errors.ts'
import type { RunOfDomain } from './closed.ts'

/** The input of GetClosingEvents. */
export interface ClosingEventsInput {
  /** The name of the session, which the client has chosen: a UUID, for instance. */
  readonly session: string
  /** Whether the session is created if it doesn't exist. */
  readonly create: boolean
  readonly add: readonly (RunOfDomain & { readonly id: number })[]
  readonly remove: readonly number[]
  readonly waitSeconds: number
}

/** The largest number of waits that a request adds or removes. */
const maxChanges = 1000

/**
 * Checks the shape of an input. Domains and executions are checked when they are looked up.
 *
 * @throws SwfError ValidationException
 */
export function closingEventsInput(input: unknown): ClosingEventsInput {
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>
  const { session, create = false, add = [], remove = [], waitSeconds = 50 } = given
  check(
    typeof session === 'string' && /^[\w-]{1,64}$/.test(session),
    'session',
    '1 to 64 letters, digits, _ or -',
  )
  check(typeof create === 'boolean', 'create', 'a boolean')
  check(
    isList(add) && add.every(isAddition),
    'add',
    `at most ${maxChanges} of {id, domain, workflowId, runId}`,
  )
  check(isList(remove) && remove.every(isId), 'remove', `at most ${maxChanges} ids`)
  check(
    typeof waitSeconds === 'number' && waitSeconds >= 0 && waitSeconds <= 3600,
    'waitSeconds',
    '0 to 3600',
  )
  return { session, create, add, remove, waitSeconds } as ClosingEventsInput
}

function check(holds: boolean, member: string, expected: string): void {
  if (!holds) throw validation(`The member '${member}' is invalid: expected ${expected}`)
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length <= maxChanges

const isId = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

function isAddition(value: unknown): boolean {
  const { id, domain, workflowId, runId } = (value ?? {}) as Record<string, unknown>
  return isId(id) && [domain, workflowId, runId].every(each => typeof each === 'string')
}
