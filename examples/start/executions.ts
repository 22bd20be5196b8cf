import { isDeepStrictEqual } from 'node:util'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Client, RunHandle, StartOptions, WorkflowHandle } from '@reyield/client'
import type { AnyWorkflow } from '@reyield/workflow'
import { HelloWorkflow } from '../01-hello/workflows.ts'
import { SerialWorkflow } from '../02-serial/workflows.ts'
import { ParallelWorkflow, SCHED_COUNT } from '../03-parallel/workflows.ts'
import type { Booked } from '../04-booking/trip.ts'
import { approved, BookingWorkflow } from '../04-booking/workflows.ts'

/** The outcome of an execution: its result, or the error that `handle.result()` throws. */
export type Outcome = { readonly result: unknown } | { readonly error: Error }

/** One execution of an example: how it is started, what people do meanwhile, and its expected outcome. */
export interface ExampleExecution {
  /** Also its workflow id, so that a second run finds an execution that is still open. */
  readonly name: string
  readonly workflow: AnyWorkflow
  start(client: Client, options: StartOptions): Promise<RunHandle<unknown>>
  /** What a human does after an event, if anything. Resolves with a description of it. */
  human?(event: HistoryEvent, handle: WorkflowHandle<unknown>): Promise<string> | undefined
  /** A description of the expected outcome. */
  readonly expected: string
  isExpected(outcome: Outcome): boolean
}

/** An example: its processes and its executions. */
export interface Example {
  readonly folder: string
  /** The number of its activity worker processes. */
  readonly workers: number
  readonly executions: readonly ExampleExecution[]
}

const parts = Array.from({ length: SCHED_COUNT }, (_, index) => `part ${index + 1}`)

export const examples: Readonly<Record<string, Example>> = {
  hello: {
    folder: '01-hello',
    workers: 1,
    executions: [
      {
        name: 'hello',
        workflow: HelloWorkflow,
        start: (client, options) => client.start(HelloWorkflow, 'World', options),
        expected: 'with a greeting',
        isExpected: hasResult('Hello, World!'),
      },
    ],
  },
  serial: {
    folder: '02-serial',
    workers: 1,
    executions: [
      {
        name: 'serial',
        workflow: SerialWorkflow,
        start: (client, options) => client.start(SerialWorkflow, 'order 7', options),
        expected: 'with three reports',
        isExpected: outcome => 'result' in outcome && (outcome.result as string[]).length === 3,
      },
    ],
  },
  parallel: {
    folder: '03-parallel',
    workers: 2,
    executions: [
      {
        name: 'parallel',
        workflow: ParallelWorkflow,
        start: (client, options) => client.start(ParallelWorkflow, undefined, options),
        expected: 'with all five parts',
        isExpected: hasResult(parts),
      },
    ],
  },
  booking: {
    folder: '04-booking',
    workers: 1,
    executions: [
      {
        ...booking('ann', '1 day'),
        human: whenAskedForApproval(async handle => {
          await handle.signal(approved, { by: 'a human' })
          return 'a human approves'
        }),
        expected: 'booked on the second itinerary, by the second card',
        isExpected: hasResult<Booked>({
          state: 'booked',
          ticket: 'ticket booking-ann on SK-4',
          approvedBy: 'a human',
        }),
      },
      {
        ...booking('bob', '1s'),
        expected: 'expired without an approval',
        isExpected: hasResult<Booked>({ state: 'expired', itinerary: 'KL-17' }),
      },
      {
        ...booking('carl', '1 day'),
        expected: 'failed: no card and no itinerary is left',
        isExpected: outcome =>
          hasErrorCode('WORKFLOW_FAILED')(outcome) &&
          (outcome as { error: Error }).error.message.includes('No booking is possible from Oslo to Rome'),
      },
      {
        ...booking('dora', '1 day'),
        human: whenAskedForApproval(async handle => {
          await handle.requestCancel()
          return 'a human requests to cancel it'
        }),
        expected: 'canceled, with all steps undone',
        isExpected: hasErrorCode('WORKFLOW_CANCELED'),
      },
    ],
  },
}

function booking(traveler: string, approveWithin: string) {
  const name = `booking-${traveler}`
  return {
    name,
    workflow: BookingWorkflow,
    start: (client: Client, options: StartOptions) =>
      client.start(
        BookingWorkflow,
        { booking: name, traveler, from: 'Oslo', to: 'Rome', approveWithin },
        options,
      ),
  }
}

/** Acts when the workflow starts its own timer, to wait for a human. Timers of retries have a `~` in their ids. */
function whenAskedForApproval(
  act: (handle: WorkflowHandle<unknown>) => Promise<string>,
): NonNullable<ExampleExecution['human']> {
  return (event, handle) =>
    event.timerStartedEventAttributes?.timerId?.includes('~') === false ? act(handle) : undefined
}

function hasResult<Result>(result: Result): ExampleExecution['isExpected'] {
  return outcome => 'result' in outcome && isDeepStrictEqual(outcome.result, result)
}

function hasErrorCode(code: string): ExampleExecution['isExpected'] {
  return outcome => 'error' in outcome && (outcome.error as { code?: string }).code === code
}
