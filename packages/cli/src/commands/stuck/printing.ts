import type { Problem } from '@reyield/inspect'
import type { Column } from '../../output/table.ts'
import { paint, text, type Text } from '../../output/text.ts'
import { agoText, grouped } from '../../output/times.ts'
import type { Backlog } from './backlog.ts'
import type { StuckExecution } from './search.ts'

/** A row: an execution and one of its problems. */
export interface ProblemRow {
  readonly execution: StuckExecution
  readonly problem: Problem
}

export const rowsOf = (execution: StuckExecution): ProblemRow[] =>
  execution.problems.map(problem => ({ execution, problem }))

const typeText = ({ type }: StuckExecution) => `${type.name}@${type.version}`

/** What stops an execution is red, what only delays it is yellow. */
const urgent: ReadonlySet<Problem['kind']> = new Set([
  'held',
  'decisionTaskTimeouts',
  'decisionTaskNotStarted',
  'nearTimeout',
])

/** The columns of problems in a terminal. */
export const problemColumns = (now: number): readonly Column<ProblemRow>[] => [
  { header: 'ID', value: ({ execution }) => execution.workflowId, shrink: 2, usual: 20, least: 12 },
  { header: 'TYPE', value: ({ execution }) => typeText(execution), shrink: 3, usual: 12, least: 8 },
  { header: 'EVENTS', value: ({ execution }) => execution.events, align: 'right' },
  {
    header: 'SINCE',
    value: ({ problem }) => (problem.since ? agoText(problem.since.at, now) : ''),
    align: 'right',
    usual: 8,
  },
  {
    header: 'PROBLEM',
    value: ({ problem }) => (urgent.has(problem.kind) ? paint.red(problem.text) : paint.yellow(problem.text)),
    shrink: 4,
    least: 24,
  },
]

/** The same for programs that read lines. */
export const plainProblemColumns: readonly Column<ProblemRow>[] = [
  { header: 'ID', value: ({ execution }) => execution.workflowId },
  { header: 'RUN', value: ({ execution }) => execution.runId },
  { header: 'TYPE', value: ({ execution }) => typeText(execution) },
  { header: 'EVENTS', value: ({ execution }) => execution.events },
  { header: 'SINCE', value: ({ problem }) => problem.since?.at.toISOString() ?? '' },
  { header: 'KIND', value: ({ problem }) => problem.kind },
  { header: 'PROBLEM', value: ({ problem }) => problem.text },
]

/** A problem for programs. */
export const problemRecord = ({ since, ...problem }: Problem): object => ({
  ...problem,
  since: since === undefined ? null : since,
})

export const backlogText = ({ kind, taskList, count, truncated }: Backlog): Text =>
  text`Task list ${paint.bold(taskList)}: ${truncated ? 'more than ' : ''}${grouped(count)} ${kind} ${count === 1 ? 'task waits' : 'tasks wait'}`
