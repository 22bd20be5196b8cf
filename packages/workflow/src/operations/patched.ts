import { mark } from '../stacks/marks.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { operation, type Operation } from '../operation.ts'

/** 'May I go the new way', as data; done at once. */
export interface PatchedOperation extends Operation<boolean> {
  readonly kind: 'patched'
  readonly id: string
}

/**
 * Tells new code whether an execution goes the new way: true wherever it gets to this place for the first time now (which a
 * marker records), false where its history went by before the change. So code can be changed under open executions. When
 * no execution of the old way is left, drop the old branch and declare the id as `retired` at the workflow; when no
 * execution with the marker is left, drop that too.
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
