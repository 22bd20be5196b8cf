import { millisecondsText } from '@reyield/inspect'
import type { NextDeadline } from '@reyield/local'
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
      return `The next event is ${nameOf(next)}, in ${distance}: press f again to skip to it`
    }
    this.#asked = undefined
    clock.skipTo(next.at)
    return `Skipped ${distance} to ${nameOf(next)}`
  }
}

function nameOf({ kind, id, workflowId, running }: NextDeadline): string {
  switch (kind) {
    case 'timer':
      return id === '~retry' ? `the next try to decide ${workflowId}` : `timer ${id} of ${workflowId}`
    case 'execution':
      return `the timeout of ${workflowId} as a whole`
    case 'decision':
      return `the timeout of a decision task of ${workflowId}${running ? ', which a worker has' : ''}`
    case 'activity':
      return `a timeout of activity ${id} of ${workflowId}${running ? ', which a worker is running' : ''}`
    case 'lambda':
      return `the timeout of Lambda function ${id} of ${workflowId}`
  }
}
