import type { RecordedStart } from '@reyield/inspect/internal'
import { InvalidRequestError } from '../errors.ts'

/**
 * A run is started again only when no run of its workflow id is open.
 *
 * @throws InvalidRequestError (REQUEST_INVALID) with status 409
 */
export function checkClosed({ isOpen }: RecordedStart, workflowId: string): void {
  if (!isOpen) return
  throw new InvalidRequestError(`A run of '${workflowId}' is open, so its workflow id is in use`, 409)
}
