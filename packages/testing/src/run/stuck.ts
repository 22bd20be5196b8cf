import { whereText } from '@reyield/replay/where'
import { waitingText } from '@reyield/inspect/internal'
import { StuckRunError } from '../simulator/errors.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { waitingOf } from '../simulator/view.ts'
import type { Call } from './view.ts'

/**
 * The error of a run that can't continue: what it waits for, where in its source, and what the test may have forgotten.
 */
export async function stuckError(
  simulator: Simulator,
  goal: string,
  { calls, unasked }: { readonly calls: readonly Call[]; readonly unasked: readonly string[] },
): Promise<StuckRunError> {
  const { root, workflow } = simulator
  const waiting = waitingOf(simulator).map(waitingText)
  const unanswered = calls.filter(({ outcome }) => outcome === undefined).map(({ name }) => name)
  const lines = await simulator.where().catch(() => [])
  const hints = [
    root.closed === undefined ? '' : `It has closed: ${root.closed.status}.`,
    unasked.length === 0 ? '' : `It never asked for signal ${unasked.join(', ')}.`,
    unanswered.length === 0
      ? ''
      : `The mock of ${unanswered.join(', ')} never answers, and no timeout ends it.`,
    ...lines.map(one => `\n${whereText(one)}`),
  ]
  return new StuckRunError(workflow.name, waiting, goal, hints.filter(hint => hint !== '').join(' '))
}
