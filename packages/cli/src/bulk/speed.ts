import { leftText } from '../output/times.ts'

/** The measured speed is shown after this time, before it the chosen one. In milliseconds. */
const measuredAfter = 2000

/** How fast a plan is applied. */
export class Speed {
  readonly #chosen: number
  readonly #first: number
  readonly #begun: number
  readonly #clock: () => number

  /** `chosen`: executions a second. `left`: how many are left at the beginning. `clock`: in milliseconds, for tests. */
  constructor(chosen: number, left: number, clock = () => performance.now()) {
    this.#chosen = chosen
    this.#first = left
    this.#clock = clock
    this.#begun = clock()
  }

  /** The speed, and how long it still takes, when so many are left. */
  at(left: number): { readonly perSecond: number; readonly left: string } {
    const time = this.#clock() - this.#begun
    const measured = ((this.#first - left) * 1000) / time
    const perSecond = time < measuredAfter || measured === 0 ? this.#chosen : measured
    return { perSecond: Number(perSecond.toPrecision(2)), left: leftText((left / perSecond) * 1000) }
  }
}
