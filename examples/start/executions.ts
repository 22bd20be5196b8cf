import { isDeepStrictEqual } from 'node:util'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Client, StartOptions, WorkflowHandle } from '@reyield/client'
import type { AnyWorkflow } from '@reyield/workflow'
import { HelloWorkflow } from '../01-hello/workflows.ts'
import { SerialWorkflow } from '../02-serial/workflows.ts'
import { ParallelWorkflow, SCHED_COUNT } from '../03-parallel/workflows.ts'
import type { Booked } from '../04-booking/trip.ts'
import { approved, BookingWorkflow } from '../04-booking/workflows.ts'

/** How an execution has ended: its result, or the error that `handle.result()` throws. */
export type Ending = { readonly result: unknown } | { readonly error: Error }

/** One execution of an example: how it's started, what people do meanwhile, and how it ends. */
export interface Story {
  /** Its workflow id too: a second run finds an execution that is still open. */
  readonly name: string
  readonly workflow: AnyWorkflow
  start(client: Client, options: StartOptions): Promise<WorkflowHandle<unknown>>
  /** What a human does when an event is seen, if anything; says what it is. */
  human?(event: HistoryEvent, handle: WorkflowHandle<unknown>): Promise<string> | undefined
  /** In words. */
  readonly ends: string
  endsSo(ending: Ending): boolean
}

/** An example: its processes and its executions. */
export interface Example {
  readonly folder: string
  /** How many processes of its activity worker. */
  readonly workers: number
  readonly stories: readonly Story[]
}

const parts = Array.from({ length: SCHED_COUNT }, (_, index) => `part ${index + 1}`)

export const examples: Readonly<Record<string, Example>> = {
  hello: {
    folder: '01-hello',
    workers: 1,
    stories: [
      {
        name: 'hello',
        workflow: HelloWorkflow,
        start: (client, options) => client.start(HelloWorkflow, 'World', options),
        ends: 'with a greeting',
        endsSo: gives('Hello, World!'),
      },
    ],
  },
  serial: {
    folder: '02-serial',
    workers: 1,
    stories: [
      {
        name: 'serial',
        workflow: SerialWorkflow,
        start: (client, options) => client.start(SerialWorkflow, 'order 7', options),
        ends: 'with three reports',
        endsSo: ending => 'result' in ending && (ending.result as string[]).length === 3,
      },
    ],
  },
  parallel: {
    folder: '03-parallel',
    workers: 2,
    stories: [
      {
        name: 'parallel',
        workflow: ParallelWorkflow,
        start: (client, options) => client.start(ParallelWorkflow, undefined, options),
        ends: 'with all five parts',
        endsSo: gives(parts),
      },
    ],
  },
  booking: {
    folder: '04-booking',
    workers: 1,
    stories: [
      {
        ...booking('ann', '1 day'),
        human: whenAskedForApproval(async handle => {
          await handle.signal(approved, { by: 'a human' })
          return 'a human approves'
        }),
        ends: 'booked on the second itinerary, by the second card',
        endsSo: gives<Booked>({
          state: 'booked',
          ticket: 'ticket booking-ann on SK-4',
          approvedBy: 'a human',
        }),
      },
      {
        ...booking('bob', '1s'),
        ends: 'expired: nobody approves it',
        endsSo: gives<Booked>({ state: 'expired', itinerary: 'KL-17' }),
      },
      {
        ...booking('carl', '1 day'),
        ends: 'failed: no card, no other itinerary',
        endsSo: ending =>
          failsAs('WORKFLOW_FAILED')(ending) &&
          (ending as { error: Error }).error.message.includes('No way is left from Oslo to Rome'),
      },
      {
        ...booking('dora', '1 day'),
        human: whenAskedForApproval(async handle => {
          await handle.requestCancel()
          return 'a human asks to cancel it'
        }),
        ends: 'canceled, all undone',
        endsSo: failsAs('WORKFLOW_CANCELED'),
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

/** A workflow that waits for a human has a timer of its own running; those of retries have a `~` in their ids. */
function whenAskedForApproval(
  act: (handle: WorkflowHandle<unknown>) => Promise<string>,
): NonNullable<Story['human']> {
  return (event, handle) =>
    event.timerStartedEventAttributes?.timerId?.includes('~') === false ? act(handle) : undefined
}

function gives<Result>(result: Result): Story['endsSo'] {
  return ending => 'result' in ending && isDeepStrictEqual(ending.result, result)
}

function failsAs(code: string): Story['endsSo'] {
  return ending => 'error' in ending && (ending.error as { code?: string }).code === code
}
