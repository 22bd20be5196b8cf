import { failureToWire, type WireFailure } from '@reyield/data/internal'

/** A failure as it's recorded: an error, or what is a reason and details already. */
export function wire(failure: unknown): WireFailure {
  const isWire =
    typeof failure === 'object' &&
    failure !== null &&
    !(failure instanceof Error) &&
    ('reason' in failure || 'details' in failure)
  return isWire ? (failure as WireFailure) : failureToWire(failure)
}
