import { ReyieldError } from '@reyield/workflow'

/** Where a step stands in a telling: its number from 1, and how it was told: `completed(charge)`. */
export interface HistoryStep {
  readonly nth: number
  readonly name: string
}

/**
 * A fake history was asked for a step that SWF could never record there; `open` lists what was open.
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
  /** Which step of the telling, if it had been put off until the workflow had decided. */
  readonly step: HistoryStep | undefined
  /** No decision of the workflow could make it possible. */
  readonly forGood: boolean
  readonly #step: string
  readonly #why: string

  constructor(
    step: string,
    why: string,
    open: readonly string[],
    { forGood = false, told }: { readonly forGood?: boolean; readonly told?: HistoryStep | undefined } = {},
  ) {
    const where = told === undefined ? step : `Step ${told.nth}, ${told.name}: ${step}`
    super(
      'HISTORY_IMPOSSIBLE',
      `${where}: SWF could never record this here, ${why}. Open: ${open.length === 0 ? 'nothing' : open.join(', ')}`,
    )
    this.open = open
    this.step = told
    this.forGood = forGood
    this.#step = step
    this.#why = why
  }

  /** The same, when the step had been put off and the workflow has decided all that it can. */
  of(told: HistoryStep): ImpossibleHistoryError {
    const why = this.forGood ? this.#why : `${this.#why}, and the workflow has nothing left to decide`
    return new ImpossibleHistoryError(this.#step, why, this.open, { forGood: true, told })
  }
}
