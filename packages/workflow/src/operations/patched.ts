import { mark } from '../stacks/marks.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that `patched` returns. It doesn't wait. */
export interface PatchedOperation extends Operation<boolean> {
  readonly kind: 'patched'
  readonly id: string
}

/**
 * Whether an execution runs the new code of a change, so that code can be changed while executions are open. It returns true if
 * the execution gets to this call for the first time now, and records that in a marker. It returns false if the history shows that
 * the execution passed this point before the change.
 *
 * When no execution runs the old code any longer, remove the old code and add the id to the workflow's option `retired`. When no
 * execution with the marker is left, remove it from `retired` as well.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 * @example
 * ```ts
 * if (yield* patched('weigh-first')) yield* weigh(parcel)
 * yield* ship(parcel)
 * ```
 */
export function patched(id: string): PatchedOperation {
  if (typeof id !== 'string' || id.length < 1 || id.length > 200) {
    throw new InvalidDefinitionError(
      `The id of patched(…) has ${String(id).length} characters: expected 1 to 200`,
    )
  }
  return operation<boolean, { kind: 'patched'; id: string }>({ kind: 'patched', id })
}

mark('call', patched)
