import { inspect } from 'node:util'
import { millisecondsText, type ExecutionState, type ExecutionView, type Problem } from '@reyield/inspect'
import { joined, paint, text, type Style, type Text } from '../output/text.ts'
import { failureText } from './step-text.ts'

const states: Readonly<Record<ExecutionState, readonly [name: string, style: Style]>> = {
  open: ['open', 'cyan'],
  completed: ['completed', 'green'],
  failed: ['failed', 'red'],
  canceled: ['canceled', 'yellow'],
  terminated: ['terminated', 'red'],
  timedOut: ['timed out', 'red'],
  continuedAsNew: ['continued as new', 'green'],
}

/** The state of an execution, in its color. */
export const stateText = (state: ExecutionState): Text => {
  const [name, style] = states[state]
  return paint[style](name)
}

/** The lines that describe an execution: ids, type, state, code, relatives, problems. */
export function executionLines(view: ExecutionView): Text[] {
  const { type, state, started, closed, sizes, code, relatives, failure, problems } = view
  const time = millisecondsText((closed?.at ?? view.at).getTime() - started.at.getTime())
  const version = type.version === '1.0' ? '' : `@${type.version}`
  const first = text`${paint.bold(view.workflowId ?? 'execution')}  ${type.name}${version}  ${stateText(state)} ${
    closed === undefined ? 'for' : 'after'
  } ${time}  ${sizes.events} events`
  const budget = sizes.budget >= 0.01 ? ` (${Math.round(sizes.budget * 100)} % of SWF's quota)` : ''
  const facts = [
    ...(view.runId === undefined ? [] : [`run ${view.runId}`]),
    `started ${started.at.toISOString()}`,
    ...(view.tags.length === 0 ? [] : [`tags ${view.tags.join(', ')}`]),
    ...codeFacts(code),
  ]
  return [
    joined([first, budget]),
    paint.dim(facts.join('  ')),
    ...(relatives.parent === undefined ? [] : [paint.dim(`child of ${relatives.parent.workflowId}`)]),
    ...(failure === undefined ? [] : [paint.red(failureText(failure))]),
    ...problems.map(problemText),
    ...decisionTaskLines(view),
    ...statusLines(view),
    ...(code.error === undefined ? [] : codeErrorLines(code.error)),
  ]
}

/** Why there are no source lines: all lines of the message, such as the difference between history and code. */
function codeErrorLines({ code, message }: NonNullable<ExecutionView['code']['error']>): Text[] {
  const [first = '', ...more] = message.split('\n')
  return [paint.yellow(`no source lines: ${code}: ${first}`), ...more.map(line => paint.dim(`  ${line}`))]
}

/** A decision task that waits for a decider, unless a problem says so already. */
function decisionTaskLines({ decisionTasks, problems, at }: ExecutionView): Text[] {
  const task = decisionTasks.at(-1)
  if (task?.state !== 'waiting' || decisionTasks.at(-2)?.state === 'started') return [] // it waits for the one before it
  if (problems.some(({ kind }) => kind === 'decisionTaskNotStarted')) return []
  const age = millisecondsText(at.getTime() - task.scheduled.at.getTime())
  return [
    text`${paint.cyan('○')} A decision task has waited ${age} for a worker of task list '${task.taskList ?? ''}'`,
  ]
}

/** What the workflow has passed to `status(value)`. It's a payload, so its value is there only if payloads were asked for. */
function statusLines({ status }: ExecutionView): Text[] {
  if (status === undefined) return []
  if ('value' in status)
    return [text`status ${inspect(status.value, { depth: 6, breakLength: Infinity, compact: true })}`]
  const why = status.unreadable ?? '--payloads shows it'
  return [paint.dim(`status of ${status.size} characters (${why})`)]
}

const codeFacts = ({ decidedBy, shownWith }: ExecutionView['code']): string[] => {
  if (decidedBy === undefined) return shownWith === undefined ? [] : [`shown with build ${shownWith}`]
  if (shownWith === undefined || shownWith === decidedBy) return [`decided by build ${decidedBy}`]
  return [`decided by build ${decidedBy}, shown with ${shownWith}`]
}

const urgent: ReadonlySet<Problem['kind']> = new Set([
  'held',
  'decisionTaskNotStarted',
  'decisionTaskTimeouts',
])

/** A problem in one line. */
export function problemText({ kind, text: sentence, since }: Problem): Text {
  const when = since === undefined ? '' : ` (event ${since.eventId}, ${since.at.toISOString()})`
  return text`${paint[urgent.has(kind) ? 'red' : 'yellow']('!')} ${sentence}${paint.dim(when)}`
}
