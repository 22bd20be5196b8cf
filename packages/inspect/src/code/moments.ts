import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ReplayOptions } from '@reyield/replay'
import { locationsWalk, type LocationsWalk } from '@reyield/replay/where'
import type { AnyWorkflow } from '@reyield/workflow'
import { momentOf, type MomentParts } from './moment.ts'
import type { Moment } from './replayer.ts'

/** How many replays of one run are kept: one at its end, and one for somebody who steps through it. */
const mostWalks = 2

/** Shows moments of one run, whose events may become more. Later moments go on from where a replay is. */
export class Moments {
  readonly #workflow: AnyWorkflow
  readonly #options: ReplayOptions
  /** The one that was used last is the last one. */
  #walks: LocationsWalk[] = []

  constructor(workflow: AnyWorkflow, options: ReplayOptions) {
    this.#workflow = workflow
    this.#options = options
  }

  at(events: readonly HistoryEvent[], how: MomentParts): Promise<Moment> {
    const before = this.#walks.filter(({ eventId }) => eventId <= how.at)
    const nearest = before.toSorted((a, b) => b.eventId - a.eventId)[0]
    const walk =
      nearest ??
      (this.#walks.length < mostWalks ? locationsWalk(this.#workflow, this.#options) : this.#walks[0]!)
    this.#walks = [...this.#walks.filter(one => one !== walk), walk]
    return momentOf(this.#workflow, events, this.#options, walk, how)
  }
}
