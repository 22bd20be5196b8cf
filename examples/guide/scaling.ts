import { createHash } from 'node:crypto'

/** An account in a region. It has rates of its own. */
export interface Cell {
  /** Must never change, because executions are found by it. */
  readonly name: string
}

/**
 * Chooses the cell of a new execution by its workflow id. All cells get the same share. When a cell is added, only the workflow ids that
 * it takes over change their cell.
 */
export function cellOf<C extends Cell>(workflowId: string, cells: readonly C[]): C {
  const weight = ({ name }: Cell) => createHash('sha256').update(`${name} ${workflowId}`).digest('hex')
  return cells.reduce((best, cell) => (weight(cell) > weight(best) ? cell : best))
}

/** Prices of Amazon SWF in a region, in dollars. */
export interface Prices {
  readonly start: number
  /** For each 24 hours in which an execution is open, and for each in which SWF keeps it after its close. */
  readonly day: number
  /** For each activity task, timer, signal and marker. */
  readonly task: number
}

/** What a million steps cost, in dollars. */
export function costOfMillionSteps(
  prices: Prices,
  execution: {
    /** Activities of an execution, with those that are retried. */
    readonly steps: number
    /** Its timers, signals and markers. */
    readonly others: number
    /** Days between its start and its close, after the first one. */
    readonly daysOpen: number
    /** The retention period of its domain. */
    readonly daysKept: number
  },
): number {
  const { steps, others, daysOpen, daysKept } = execution
  const each = prices.start + (daysOpen + daysKept) * prices.day + (steps + others) * prices.task
  return (1_000_000 / steps) * each
}
