import { WaitingLists } from '../commands/stuck/backlog.ts'
import { searchStuck, type StuckExecution } from '../commands/stuck/search.ts'
import { sweep } from '@reyield/inspect/internal'
import { roughly } from '../output/times.ts'
import type { Check, Finding } from './finding.ts'

/** How many open executions are looked into: the newest and the oldest. */
const sample = 50

/** How long a task may wait for a worker, in milliseconds. */
const patience = 300_000

/** Task lists in which tasks have waited for long, and executions with other problems, in a sample of the open ones. */
export const taskLists: Check = {
  name: 'task lists',
  async check(context) {
    const client = await context.client()
    const lists = new WaitingLists()
    const found: StuckExecution[] = []
    const { looked } = await searchStuck(context, {
      executions: sweep(client, { status: 'OPEN' }, undefined, {}),
      begun: { looked: 0, cursor: {} },
      limit: sample,
      calls: 30,
      waiting: patience,
      onFound: execution => {
        found.push(execution)
        lists.add(execution)
      },
      onLooked: ({ looked }) => context.status.show(`checking task lists: ${looked} executions`),
    })
    const waits = await lists.backlog(context)
    const findings = [
      ...waits.map(({ kind, taskList, count, truncated }) => ({
        state: 'failed' as const,
        what:
          `Nobody serves '${taskList}': ${truncated ? 'more than ' : ''}${count} ${kind} ${count === 1 ? 'task waits' : 'tasks wait'}` +
          since(found, kind, taskList, context.now()),
        advice: `Start a worker with ${kind === 'decision' ? 'the workflows' : 'the activities'} and taskList '${taskList}', or see why it does not poll.`,
      })),
      ...others(found, looked),
    ]
    return findings.length > 0 ? findings : [{ state: 'ok', what: okText(looked) }]
  },
}

const okText = (looked: number) =>
  looked === 0
    ? 'No executions are open'
    : `No task waits for long in ${looked === 1 ? 'the open execution' : `${looked} open executions`}`

/** Since when the oldest of the tasks waits. */
function since(found: readonly StuckExecution[], kind: string, taskList: string, now: number): string {
  const wanted = kind === 'decision' ? 'decisionTaskNotStarted' : 'activityNotStarted'
  const times = found.flatMap(({ problems }) =>
    problems.flatMap(problem =>
      problem.kind === wanted &&
      'taskList' in problem &&
      problem.taskList === taskList &&
      problem.since !== undefined
        ? [problem.since.at.getTime()]
        : [],
    ),
  )
  return times.length === 0 ? '' : `, the oldest for ${roughly(now - Math.min(...times))}`
}

/** Executions with problems that are no waits for a worker. */
function others(found: readonly StuckExecution[], looked: number): Finding[] {
  const count = found.filter(({ problems }) => problems.some(({ kind }) => !/NotStarted$/.test(kind))).length
  if (count === 0) return []
  return [
    {
      state: 'warning',
      what: `${count} of ${looked} open executions ${count === 1 ? 'has a problem' : 'have problems'}`,
      advice: 'See which: reyield list --stuck',
    },
  ]
}
