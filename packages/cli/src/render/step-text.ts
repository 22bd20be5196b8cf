import {
  millisecondsText,
  type AttemptView,
  type FailureView,
  type StepState,
  type StepView,
} from '@reyield/inspect'
import { joined, paint, text, type Style, type Text } from '../output/text.ts'

const marks: Readonly<Record<StepState, readonly [mark: string, style: Style]>> = {
  waiting: ['○', 'cyan'],
  running: ['●', 'cyan'],
  retrying: ['↻', 'yellow'],
  completed: ['✓', 'green'],
  failed: ['✗', 'red'],
  timedOut: ['✗', 'red'],
  canceled: ['⊘', 'dim'],
  terminated: ['✗', 'red'],
  refused: ['✗', 'red'],
  abandoned: ['⊘', 'dim'],
}

/** The mark of a step's state. */
export const markOf = (state: StepState): Text => {
  const [mark, style] = marks[state]
  return paint[style](mark)
}

const kindNames: Readonly<Record<StepView['kind'], string>> = {
  activity: '',
  timer: 'timer',
  child: 'child ',
  signal: 'signal ',
  lambda: 'Lambda function ',
  marker: 'marker ',
  signalExternal: 'signal ',
  cancelExternal: 'cancel request',
}

/** Of the execution of a step. */
export interface StepSurroundings {
  /** For ages. */
  readonly at: Date
  /** The task list of steps that name no other one. */
  readonly taskList: string
}

/** A step in one line: what it is, its state, how long it took, and what will end it. */
export function stepText(step: StepView, execution: StepSurroundings): Text {
  return joined([markOf(step.state), text` ${paint.bold(nameOf(step))} `, ...detailsOf(step, execution)])
}

/** `charge (2)`, `timer (3.2.1) of 2h`, `child ship (order-7.x.4)`. */
function nameOf(step: StepView): string {
  const { kind, id, name, version, duration, execution } = step
  const type = `${name ?? ''}${version === undefined || version === '1.0' ? '' : `@${version}`}`
  const whom = kind === 'child' || kind.endsWith('External') ? execution?.workflowId : id
  const length = duration === undefined ? '' : ` of ${millisecondsText(duration)}`
  return `${kindNames[kind]}${type}${kind === 'signal' || kind === 'marker' ? '' : ` (${whom ?? id})`}${length}`.trim()
}

function detailsOf(step: StepView, execution: StepSurroundings): Text[] {
  const { failure, closed, state } = step
  const why = failure === undefined || closed === undefined || state === 'completed' ? undefined : failure
  return [stateText(step, execution), ...(why === undefined ? [] : [text`: ${paint.red(failureText(why))}`])]
}

function stateText(step: StepView, { at: now, taskList }: StepSurroundings): Text {
  const last = step.attempts.at(-1)
  const tries = step.attempts.length > 1 ? `, attempt ${step.attempts.length}` : ''
  switch (step.state) {
    case 'waiting':
      return text`has waited ${since(step.requested.at, now)} for ${waitedFor(step, taskList)}${tries}${leftOf(step)}`
    case 'running':
      if (step.kind === 'timer')
        return text`fires in ${paint.cyan(millisecondsText(step.deadline?.left ?? Number.NaN))}`
      return text`has run for ${since(last?.started?.at ?? step.requested.at, now)}${byWhom(last)}${tries}${leftOf(step)}`
    case 'retrying':
      return text`waits before attempt ${step.nextAttempt?.number ?? step.attempts.length + 1}, in ${paint.yellow(
        millisecondsText((step.nextAttempt?.at.getTime() ?? Number.NaN) - now.getTime()),
      )}`
    default:
      return `${endNames[step.state]}${took(step)}`
  }
}

const endNames = {
  completed: 'completed',
  failed: 'failed',
  timedOut: 'timed out',
  canceled: 'canceled',
  terminated: 'terminated',
  refused: 'was refused by SWF',
  abandoned: 'abandoned',
} as const

const waitedFor = ({ kind, taskList }: StepView, byDefault: string): string =>
  kind === 'activity' ? `a worker of task list '${taskList ?? byDefault}'` : 'SWF'

const since = (from: Date, now: Date): string => millisecondsText(now.getTime() - from.getTime())

const byWhom = (attempt: AttemptView | undefined): string =>
  attempt?.identity === undefined ? '' : ` on ${attempt.identity}`

function leftOf({ deadline }: StepView): Text {
  if (deadline === undefined) return ''
  const { kind, left } = deadline
  if (left < 0) return text`, ${paint.red(`over its ${kind} timeout for ${millisecondsText(-left)}`)}`
  return `, ${millisecondsText(left)} left (${kind})`
}

/** How long a closed step took, with the wait in the task list apart. */
function took({ kind, attempts, requested, closed }: StepView): string {
  if (closed === undefined || kind === 'marker' || kind === 'signal') return ''
  const last = attempts.at(-1)
  const tries = attempts.length > 1 ? `, ${attempts.length} attempts` : ''
  if (last === undefined) return ` after ${since(requested.at, closed.at)}`
  const queue = last.queueWait >= 1 ? `, ${millisecondsText(last.queueWait)} in the task list` : ''
  return last.runTime === undefined
    ? ` after ${millisecondsText(last.queueWait)}${tries}`
    : ` in ${millisecondsText(last.runTime)}${queue}${tries}`
}

/** A failure in one line, with its causes. */
export function failureText({ name, message, cause }: FailureView): string {
  const own = message === undefined || message === '' ? name : `${name}: ${message}`
  return cause === undefined || message?.includes(cause.message ?? cause.name) === true
    ? own
    : `${own} (cause: ${failureText(cause)})`
}

/** A failed attempt in one line. */
export function attemptText({ number, state, queueWait, runTime, failure, identity }: AttemptView): Text {
  const time = millisecondsText(runTime ?? queueWait)
  const why = failure === undefined ? '' : `: ${failureText(failure)}`
  const by = identity === undefined ? '' : ` on ${identity}`
  return paint.dim(`attempt ${number} ${state === 'timedOut' ? 'timed out' : state} after ${time}${by}${why}`)
}
