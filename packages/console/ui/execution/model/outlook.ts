import type { Problem, StepView } from '@reyield/inspect'
import { spanText } from '../../parts/time-text.ts'
import { stepTitle, waitText } from './step-title.ts'
import type { RunView } from './run-view.ts'

/** A problem in plain words, and what a person can do about it. */
export interface Need {
  readonly kind: Problem['kind']
  readonly text: string
  readonly todo: string
  /** The step and the event to look at. */
  readonly step: string | undefined
  readonly eventId: number | undefined
}

/** Something that will happen by itself. */
export interface Coming {
  readonly text: string
  /** Milliseconds since 1970; undefined if nobody knows when. */
  readonly at: number | undefined
  readonly step: StepView | undefined
}

/** What a run needs of people, most urgent first. */
export const needsOf = ({ problems, taskList }: RunView): Need[] =>
  problems.map(problem => ({
    kind: problem.kind,
    text: problem.text,
    todo: todo(problem, taskList),
    step: 'step' in problem ? problem.step : undefined,
    eventId: problem.since?.eventId,
  }))

function todo(problem: Problem, taskList: string): string {
  switch (problem.kind) {
    case 'held':
      return 'Deploy code that fits its history. It then goes on by itself; a nudge makes it try at once.'
    case 'decisionTaskNotStarted':
      return `Start a worker that has its workflow and polls task list '${problem.taskList || taskList}'.`
    case 'activityNotStarted':
      return `Start a worker that has the activity and polls task list '${problem.taskList}'.`
    case 'decisionTaskTimeouts':
      return 'Look at the log of its decider: it started the task, and crashed or took too long.'
    case 'retrying':
      return 'Nothing, if the cause passes. It is retried by itself; the step shows why each attempt failed.'
    case 'nearTimeout':
      return problem.step === undefined
        ? 'It is closed when this time is over. Finish what it waits for, or start it again with a longer timeout.'
        : 'The attempt fails when this time is over. Look whether its worker still works on it.'
    case 'historyBudget':
      return 'It is closed by SWF at 25,000 events. The workflow must continue as new before that.'
    case 'unreadSignals':
      return 'Nothing, if the workflow receives it later. Otherwise look whether its name is right.'
    case 'decisionsRefused':
      return 'Look at the cause: often a type or a domain that is not registered, or a quota.'
  }
}

/** What happens next in an open run, in the order of time; what has no time comes first. */
export function comingOf(view: RunView): Coming[] {
  if (view.closed !== undefined) return []
  const open = view.steps.filter(({ closed, kind }) => closed === undefined && kind !== 'signal')
  const timers = view.engineSteps.filter(({ closed, kind }) => closed === undefined && kind === 'timer')
  const all = [
    ...decider(view),
    ...open.map(ofStep),
    ...timers.map(ofEngine),
    ...waits(view),
    ...deadline(view),
  ]
  return all.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
}

function ofStep(step: StepView): Coming {
  const title = stepTitle(step)
  const { deadline, nextAttempt, attempts, taskList } = step
  if (nextAttempt) {
    return { text: `Attempt ${nextAttempt.number} of ${title} begins`, at: nextAttempt.at.getTime(), step }
  }
  if (step.kind === 'timer') return { text: `${title} fires`, at: deadline?.at.getTime(), step }
  const ends = deadline && ` It times out (${deadline.kind}) at the latest`
  const at = deadline?.at.getTime()
  if (step.state === 'waiting') {
    const where = taskList === undefined ? 'its task list' : `task list '${taskList}'`
    const what = step.kind === 'activity' ? `waits in ${where} for a worker` : 'waits for its start'
    return { text: `${title} ${what}.${ends ?? ''}`, at, step }
  }
  const by = attempts.at(-1)?.identity
  return { text: `${title} runs${by === undefined ? '' : ` on ${by}`}.${ends ?? ''}`, at, step }
}

/** A timer of the engine itself: it makes deciders look at the execution again. */
const ofEngine = ({ deadline: fires }: StepView): Coming => ({
  text: 'A decider looks at it again',
  at: fires?.at.getTime(),
  step: undefined,
})

/** A decision task that is open: the decider will go on with it. */
function decider({ decisionTasks, taskList }: RunView): Coming[] {
  const last = decisionTasks.at(-1)
  if (last?.closed !== undefined || last === undefined) return []
  const list = last.taskList ?? taskList
  const text =
    last.state === 'started'
      ? `A decision task is being decided by ${last.identity ?? 'a decider'}`
      : `A decision task waits for a decider of task list '${list}'`
  return [{ text, at: undefined, step: undefined }]
}

/** What branches wait for that is no step: signals. */
const waits = ({ branches = [] }: RunView): Coming[] =>
  branches
    .filter(({ id, operation }) => id === undefined && /\bsignal\b/.test(operation))
    .map(({ operation }) => ({ text: `It waits for ${waitText(operation)}`, at: undefined, step: undefined }))

const deadline = ({ deadline: own }: RunView): Coming[] =>
  own === undefined
    ? []
    : [{ text: 'SWF closes it, if it is still open', at: own.at.getTime(), step: undefined }]

/** The end of a closed run, in a sentence. */
export function endOf({ state, started, closed }: RunView): string | undefined {
  if (closed === undefined) return undefined
  const after = spanText(closed.at.getTime() - started.at.getTime())
  const said: Partial<Record<RunView['state'], string>> = {
    completed: `It completed after ${after}.`,
    failed: `It failed after ${after}.`,
    canceled: `It was canceled after ${after}, as requested.`,
    terminated: `Somebody terminated it after ${after}.`,
    timedOut: `It was still open after ${after}, so SWF timed it out.`,
    continuedAsNew: `It continued as a new run after ${after}.`,
  }
  return said[state]
}
