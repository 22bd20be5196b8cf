import { deadline, deadlinesOf } from '../finishing/deadlines.ts'
import { millisecondsText } from '../../event-log/milliseconds.ts'
import type { Problem } from '../problem.ts'
import type { StepView } from '../step.ts'
import type { EventRef } from '../values.ts'
import { stepText, type Finder } from './seen.ts'

/** One problem for each task list, about the step that has waited longest. */
export const activityNotStarted: Finder = ({ view, now, notStartedAfter }) => {
  const waiting = view.steps.filter(
    ({ kind, state, attempts }) =>
      kind === 'activity' && state === 'waiting' && now - sinceOf(attempts).at.getTime() >= notStartedAfter,
  )
  const lists = new Map<string, StepView[]>()
  for (const step of waiting) {
    const taskList = step.taskList ?? view.taskList
    const others = lists.get(taskList)
    if (others === undefined) lists.set(taskList, [step])
    else others.push(step)
  }
  return [...lists].map(([taskList, steps]): Problem => {
    const oldest = steps.reduce((a, b) => (sinceOf(b.attempts).at < sinceOf(a.attempts).at ? b : a))
    const since = sinceOf(oldest.attempts)
    const more = steps.length === 1 ? '' : `, and ${steps.length - 1} more`
    const waited = `has waited ${millisecondsText(now - since.at.getTime())} in task list '${taskList}'`
    const text = `${stepText(oldest)} ${waited}${more}, and no worker has started it`
    return { kind: 'activityNotStarted', step: oldest.id, taskList, count: steps.length, since, text }
  })
}

const sinceOf = (attempts: StepView['attempts']): EventRef => attempts.at(-1)!.scheduled

export const retrying: Finder = ({ view, now }) =>
  view.steps.flatMap((step): Problem[] => {
    const failed = step.attempts.filter(({ state }) => state === 'failed' || state === 'timedOut')
    if (step.closed !== undefined || failed.length === 0) return []
    const nextAt = step.nextAttempt?.at
    const left = nextAt === undefined ? 0 : nextAt.getTime() - now
    const next =
      nextAt === undefined
        ? `attempt ${step.attempts.length} is ${step.state}`
        : `attempt ${step.nextAttempt!.number} ${left > 0 ? `begins in ${millisecondsText(left)}` : 'is due'}`
    const attempts = Math.max(failed.length, (step.nextAttempt?.number ?? 1) - 1)
    const text = `${stepText(step)} has failed ${attempts === 1 ? 'once' : `${attempts} times`}; ${next}`
    return [{ kind: 'retrying', step: step.id, attempts, nextAt, since: failed[0]!.closed, text }]
  })

/** Less than this share of a timeout is left. */
const little = 0.1

export const nearTimeout: Finder = ({ view, reading, now }) => {
  const { executionStartToClose } = reading.start ?? {}
  const own =
    executionStartToClose === undefined
      ? []
      : [deadline('executionStartToClose', view.started, executionStartToClose, now)]
  const candidates = [
    { step: undefined, since: view.started, what: 'The execution', deadlines: own },
    ...reading.steps.all
      .filter(({ kind, closed }) => closed === undefined && kind !== 'timer')
      .map(step => ({
        step: step.id,
        since: step.attempts.at(-1)?.scheduled ?? step.requested,
        what: stepText(step),
        deadlines: deadlinesOf(step, now).filter(({ kind }) => kind !== 'fires'),
      })),
  ]
  return candidates.flatMap(({ step, since, what, deadlines }): Problem[] => {
    const near = deadlines.find(({ left, timeout }) => left < timeout * little)
    if (near === undefined) return []
    const { kind, left } = near
    const text = `${what} ${left > 0 ? `times out in ${millisecondsText(left)}` : 'is past its timeout'} (${kind})`
    return [{ kind: 'nearTimeout', step, left, since, text }]
  })
}

/** Steps that SWF refused and the workflow hasn't asked for again, and a refused close. A close that new events prevented is ordinary. */
export const decisionsRefused: Finder = ({ view }) => {
  const steps = view.steps.filter(({ state }) => state === 'refused')
  const lastTask = view.decisionTasks.findLast(({ state }) => state === 'completed')
  const closes = view.refused.filter(
    ({ decision, cause, event }) =>
      /WorkflowExecution$/.test(decision) &&
      !decision.startsWith('StartChild') &&
      cause !== 'UNHANDLED_DECISION' &&
      lastTask?.decisions.includes(event.eventId) === true,
  )
  const count = steps.length + closes.length
  if (count === 0) return []
  const causes = new Set([...steps.map(({ failure }) => failure?.name), ...closes.map(({ cause }) => cause)])
  const since = steps.at(-1)?.closed ?? closes.at(-1)?.event
  const text = `SWF refused ${count === 1 ? 'a decision' : `${count} decisions`}: ${[...causes].join(', ')}`
  return [{ kind: 'decisionsRefused', count, since, text }]
}
