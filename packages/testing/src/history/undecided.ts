import { ReyieldError } from '@reyield/workflow'
import type { HistoryStep } from './impossible.ts'

/**
 * The events of a fake history were read while some of its steps wait for decisions of the workflow. `await
 * history.resolved()` returns the history with all steps written. `decide`, `replayAll` and `where` do so by
 * themselves.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'HISTORY_UNDECIDED')) console.error(error.message)
 * ```
 */
export class UndecidedHistoryError extends ReyieldError<'HISTORY_UNDECIDED'> {
  static {
    this.prototype.name = 'UndecidedHistoryError'
  }
  constructor(what: string, [first]: readonly HistoryStep[], workflow: string) {
    super(
      'HISTORY_UNDECIDED',
      `${what} of a history isn't known yet. From step ${first?.nth}, ${first?.name}, on it waits for decisions of workflow '${workflow}'. Use the result of \`await history.resolved()\``,
    )
  }
}
