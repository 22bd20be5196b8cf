import type { StepView } from '@reyield/inspect'
import type { StateAt } from './step-at.ts'

/** A step in words: `activity charge`, `timer '2'`. */
export function stepTitle({ kind, name, id, marker, execution }: StepView): string {
  if (kind === 'timer') return `timer '${id}'`
  if (kind === 'marker') return marker === undefined ? `marker ${name ?? id}` : `${markers[marker]} '${id}'`
  if (kind === 'signalExternal') return `signal ${name ?? ''} to ${execution?.workflowId ?? ''}`
  if (kind === 'cancelExternal') return `cancel request to ${execution?.workflowId ?? ''}`
  return `${kind} ${name ?? `'${id}'`}`
}

const markers: Readonly<Record<NonNullable<StepView['marker']>, string>> = {
  sideEffect: 'side effect',
  patch: 'patch',
  refusedValue: 'refused value',
  unreadable: 'unreadable payload',
  lookedAhead: 'looked ahead',
  overBudget: 'history budget',
}

/** What a branch waits for, in a sentence. */
export const waitText = (operation: string): string => operation.replace(/^receive of /, '')

/** States in words. */
export const stateText: Readonly<Record<StateAt, string>> = {
  future: 'not requested yet',
  waiting: 'waiting',
  running: 'running',
  retrying: 'retrying',
  completed: 'completed',
  failed: 'failed',
  timedOut: 'timed out',
  canceled: 'canceled',
  terminated: 'terminated',
  refused: 'refused',
  abandoned: 'abandoned',
}
