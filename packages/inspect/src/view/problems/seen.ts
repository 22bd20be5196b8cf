import type { Moment } from '../../code/replayer.ts'
import type { ExecutionView } from '../execution-view.ts'
import type { Problem } from '../problem.ts'
import type { Reading } from '../reading/reading.ts'
import type { StepView } from '../step.ts'

/** What problems are found in. */
export interface Seen {
  readonly view: Omit<ExecutionView, 'problems'>
  readonly reading: Reading
  readonly now: number
  /** After how many milliseconds a task that nobody has started is a problem. */
  readonly notStartedAfter: number
  readonly unread: Moment['unread']
}

/** Finds the problems of one kind. */
export type Finder = (seen: Seen) => readonly Problem[]

interface StepNames extends Pick<StepView, 'kind' | 'id'> {
  readonly name?: string | undefined
}

/** A step in a sentence: `activity charge (id '1')`. */
export const stepText = ({ kind, name, id }: StepNames): string =>
  name === undefined ? `${kind} '${id}'` : `${kind} ${name} (id '${id}')`
