import { deadlineText } from '@reyield/console/internal'
import { millisecondsText } from '@reyield/inspect'
import type { DevSwf } from './dev-swf.ts'

/** Skips the clock to the next event. An event that ends something is skipped to only if that's asked for twice. */
export class Skipping {
  readonly #swf: Pick<DevSwf, 'local' | 'clock'>
  #asked: string | undefined

  constructor(swf: Pick<DevSwf, 'local' | 'clock'>) {
    this.#swf = swf
  }

  /** Skips, or says why it doesn't. Returns a line for people. */
  skip(): string {
    const { local, clock } = this.#swf
    const next = local.nextDeadline()
    if (next === undefined) return 'There is nothing to skip to: no execution has a timer or a timeout'
    const distance = millisecondsText(Math.max(0, next.at.getTime() - clock.now()))
    const key = `${next.runId} ${next.kind} ${next.id} ${next.at.getTime()}`
    if (next.kind !== 'timer' && this.#asked !== key) {
      this.#asked = key
      return `The next event is ${deadlineText(next)}, in ${distance}: press f again to skip to it`
    }
    this.#asked = undefined
    clock.skipTo(next.at)
    return `Skipped ${distance} to ${deadlineText(next)}`
  }
}
