import { ReyieldError } from '@reyield/workflow'
import type { HistoryStep } from './impossible.ts'

/**
 * The events of a fake history were looked at while some of its steps still wait for decisions of the workflow: `await
 * told.resolved()` gives the history with everything written. `decide`, `replayAll` and `where` do so by themselves.
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
      `${what} of a history isn't known yet: from step ${first?.nth}, ${first?.name}, on it waits for what workflow '${workflow}' decides. Use what \`await told.resolved()\` gives`,
    )
  }
}
