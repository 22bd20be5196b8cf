import { ReyieldError } from '@reyield/workflow'

/**
 * The position of a step in a fake history: its number from 1, and how the test wrote it, such as `completed(charge)`.
 */
export interface HistoryStep {
  readonly nth: number
  readonly name: string
}

/**
 * A fake history has a step that SWF could never record there. `open` lists the open operations.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'HISTORY_IMPOSSIBLE')) console.error(error.message)
 * ```
 */
export class ImpossibleHistoryError extends ReyieldError<'HISTORY_IMPOSSIBLE'> {
  static {
    this.prototype.name = 'ImpossibleHistoryError'
  }
  readonly open: readonly string[]
  /** Which step it was, if it had been deferred until the workflow decided. */
  readonly step: HistoryStep | undefined
  /** Whether no decision of the workflow could make the step possible. */
  readonly forGood: boolean
  readonly #step: string
  readonly #why: string

  constructor(
    step: string,
    why: string,
    open: readonly string[],
    {
      forGood = false,
      deferred,
    }: { readonly forGood?: boolean; readonly deferred?: HistoryStep | undefined } = {},
  ) {
    const where = deferred === undefined ? step : `Step ${deferred.nth}, ${deferred.name}: ${step}`
    super(
      'HISTORY_IMPOSSIBLE',
      `${where} isn't possible here: ${why}. Open: ${open.length === 0 ? 'nothing' : open.join(', ')}`,
    )
    this.open = open
    this.step = deferred
    this.forGood = forGood
    this.#step = step
    this.#why = why
  }

  /** The same error for a deferred step, after the workflow has made all its decisions. */
  of(deferred: HistoryStep): ImpossibleHistoryError {
    const why = this.forGood ? this.#why : `${this.#why}, and the workflow has nothing left to decide`
    return new ImpossibleHistoryError(this.#step, why, this.open, { forGood: true, deferred })
  }
}
