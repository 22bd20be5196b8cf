import { hostname } from 'node:os'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { replayAll } from '@reyield/testing'
import type { Client, RunHandle } from '@reyield/client'
import { describe, expect, it } from 'vitest'
import { ParallelWorkflow } from './03-parallel/workflows.ts'
import { approved, BookingWorkflow } from './04-booking/workflows.ts'
import { isClosed } from './start/follow.ts'
import type { Running } from './start/processes.ts'
import { company, historyOf, kill } from './test/running-example.ts'

/** How many activities a worker has begun and not answered. */
function inHandOf(worker: Running, events: readonly HistoryEvent[]): number {
  const held = new Set<number>()
  for (const { activityTaskStartedEventAttributes: started, ...event } of events) {
    if (started?.identity === `${hostname()}:${worker.child.pid}`) held.add(started.scheduledEventId!)
    const closed = event.activityTaskCompletedEventAttributes ?? event.activityTaskFailedEventAttributes
    if (closed !== undefined) held.delete(closed.scheduledEventId!)
  }
  return held.size
}

/** The examples, what they end with, and when they are in the middle. */
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

/** One of them in short runs. */
const killed = process.env['REYIELD_DEEP'] === '1' ? examples : examples.slice(1)

describe.each(killed)('in the middle of $folder, kill -9 of', example => {
  const { folder, workflow, workers, result, inTheMiddle } = example
  const reached = (handle: RunHandle<unknown>) =>
    historyOf(handle, inTheMiddle, events => events.some(({ eventType }) => eventType === inTheMiddle))

  /** The same result as without, and a history that the program agrees with. */
  async function endsAsEver(handle: RunHandle<unknown>): Promise<string[]> {
    await historyOf(handle, 'its end', isClosed)
    expect(await handle.result()).toEqual(result)
    const { workflowId, runId } = handle
    const events = await handle.history()
    await replayAll(workflow, { execution: { workflowId, runId }, events }, { pageSizes: [10] })
    return events.map(({ eventType }) => eventType!)
  }

  it('the decider, a decision task in its hand: another one takes over', async () => {
    await using here = await company(folder, workflow, workers)
    const handle = await example.start(here.client)
    await reached(handle)
    // frozen, it is still given the next task by its open poll
    here.decider.child.kill('SIGSTOP')
    await historyOf(handle, 'a decision task in hand', events => {
      const last = events.findLast(({ eventType }) => eventType?.startsWith('DecisionTask'))
      return last?.eventType === 'DecisionTaskStarted' || last?.eventType === 'DecisionTaskTimedOut'
    })
    await kill(here.decider)
    await here.hire('decider')
    expect(await endsAsEver(handle)).toContain('DecisionTaskTimedOut')
  })

  it('an activity worker, an activity in its hand: it is tried again on another one', async () => {
    await using here = await company(folder, workflow, workers)
    const handle = await example.start(here.client)
    await reached(handle)
    const { child } = here.worker
    for (let holds = false; !holds;) {
      await historyOf(handle, 'an activity in hand', events => inHandOf(here.worker, events) > 0)
      child.kill('SIGSTOP')
      holds = inHandOf(here.worker, await handle.history()) > 0
      if (!holds) child.kill('SIGCONT') // it has just answered
    }
    await kill(here.worker)
    await here.hire('worker')
    expect(await endsAsEver(handle)).toContain('ActivityTaskTimedOut')
  })

  it('the local SWF, started again on the same file: all goes on', async () => {
    await using here = await company(folder, workflow, workers)
    const handle = await example.start(here.client)
    await reached(handle)
    await here.restartLocal()
    await endsAsEver(handle)
  })
})
