import { hostname } from 'node:os'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { replayAll } from '@reyield/testing'
import type { Client, RunHandle } from '@reyield/client'
import { describe, expect, it } from 'vitest'
import { ParallelWorkflow } from './03-parallel/workflows.ts'
import { approved, BookingWorkflow } from './04-booking/workflows.ts'
import { isClosed } from './start/follow.ts'
import type { Running } from './start/processes.ts'
import { startExample, historyOf, kill } from './test/running-example.ts'

/** How many activities a worker has started and not completed. */
function openActivitiesOf(worker: Running, events: readonly HistoryEvent[]): number {
  const open = new Set<number>()
  for (const { activityTaskStartedEventAttributes: started, ...event } of events) {
    if (started?.identity === `${worker.child.pid}@${hostname()}`) open.add(started.scheduledEventId!)
    const closed = event.activityTaskCompletedEventAttributes ?? event.activityTaskFailedEventAttributes
    if (closed !== undefined) open.delete(closed.scheduledEventId!)
  }
  return open.size
}

/** The examples, their results, and the event that marks the middle of each. */
const examples = [
  {
    folder: '03-parallel',
    workflow: ParallelWorkflow,
    workers: 2,
    start: (client: Client) => client.start(ParallelWorkflow, undefined) as Promise<RunHandle<unknown>>,
    result: ['part 1', 'part 2', 'part 3', 'part 4', 'part 5'],
    inTheMiddle: 'ActivityTaskCompleted',
  },
  {
    folder: '04-booking',
    workflow: BookingWorkflow,
    workers: 1,
    async start(client: Client) {
      const trip = { booking: 'B-1', traveler: 'ann', from: 'Oslo', to: 'Rome', approveWithin: '1 day' }
      const handle = await client.start(BookingWorkflow, trip)
      await handle.signal(approved, { by: 'me' })
      return handle as RunHandle<unknown>
    },
    result: { state: 'booked', ticket: 'ticket B-1 on SK-4', approvedBy: 'me' },
    inTheMiddle: 'ActivityTaskFailed',
  },
]

/** Short runs kill one of them. */
const killed = process.env['REYIELD_DEEP'] === '1' ? examples : examples.slice(1)

describe.each(killed)('in the middle of $folder, kill -9 of', example => {
  const { folder, workflow, workers, result, inTheMiddle } = example
  const reached = (handle: RunHandle<unknown>) =>
    historyOf(handle, inTheMiddle, events => events.some(({ eventType }) => eventType === inTheMiddle))

  /** Checks that the execution ends with the same result as without a kill, and that its history replays. */
  async function endsAsUsual(handle: RunHandle<unknown>): Promise<string[]> {
    await historyOf(handle, 'its end', isClosed)
    expect(await handle.result()).toEqual(result)
    const { workflowId, runId } = handle
    const events = await handle.history()
    await replayAll(workflow, { execution: { workflowId, runId }, events }, { pageSizes: [10] })
    return events.map(({ eventType }) => eventType!)
  }

  it('the decider during a decision task: another one takes over', async () => {
    await using running = await startExample(folder, workflow, workers)
    const handle = await example.start(running.client)
    await reached(handle)
    // SWF still gives the next task to the open poll of the suspended process
    running.decider.child.kill('SIGSTOP')
    await historyOf(handle, 'a started decision task', events => {
      const last = events.findLast(({ eventType }) => eventType?.startsWith('DecisionTask'))
      return last?.eventType === 'DecisionTaskStarted' || last?.eventType === 'DecisionTaskTimedOut'
    })
    await kill(running.decider)
    await running.add('decider')
    expect(await endsAsUsual(handle)).toContain('DecisionTaskTimedOut')
  })

  it('an activity worker during an activity: another one retries it', async () => {
    await using running = await startExample(folder, workflow, workers)
    const handle = await example.start(running.client)
    await reached(handle)
    const { child } = running.worker
    for (let started = false; !started;) {
      await historyOf(handle, 'a started activity', events => openActivitiesOf(running.worker, events) > 0)
      child.kill('SIGSTOP')
      started = openActivitiesOf(running.worker, await handle.history()) > 0
      if (!started) child.kill('SIGCONT') // it has just completed the activity
    }
    await kill(running.worker)
    await running.add('worker')
    expect(await endsAsUsual(handle)).toContain('ActivityTaskTimedOut')
  })

  it('the local SWF, restarted on the same file: the execution continues', async () => {
    await using running = await startExample(folder, workflow, workers)
    const handle = await example.start(running.client)
    await reached(handle)
    await running.restartLocal()
    await endsAsUsual(handle)
  })
})
