import { failureToWire, type WireFailure } from '@reyield/data/internal'

/** A failure as it is recorded, from an error or from a reason and details. */
export function wire(failure: unknown): WireFailure {
  const isWire =
    typeof failure === 'object' &&
    failure !== null &&
    !(failure instanceof Error) &&
    ('reason' in failure || 'details' in failure)
  return isWire ? (failure as WireFailure) : failureToWire(failure)
}
