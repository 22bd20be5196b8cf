import type { HistoryEvent, WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { Client } from '@reyield/client'
import { isGone } from '@reyield/client/internal'
import type { Problem } from '../view/problem.ts'
import { problemsOf } from '../view/problems-of.ts'
import type { Cursor, Swept } from './sweep.ts'

/** What the newest events of an execution say about it. */
export interface Judged {
  /** How many events the whole history has. */
  readonly events: number
  /** Whether all events were judged. If not, a problem may be older than it looks, and counts may be higher. */
  readonly complete: boolean
  /** Most urgent first. */
  readonly problems: readonly Problem[]
  /** The newest events, which were judged, in the order of their ids. */
  readonly newest: readonly HistoryEvent[]
}

/** How far a search has come. */
export interface Progress {
  readonly looked: number
  readonly cursor: Cursor
}

/** What a search uses. */
export interface SearchPorts {
  readonly client: Client
  /** Ends the search. */
  readonly interrupted: AbortSignal
  /** The time, in milliseconds since 1970. */
  readonly now: () => number
}

/** How a search is made. */
export interface SearchOptions {
  readonly executions: AsyncGenerator<Swept, Cursor, undefined>
  readonly begun: Progress
  /** How many executions are looked at, at most. */
  readonly limit: number
  /** Resolves when the next execution may be looked at. */
  readonly turn: (signal: AbortSignal) => Promise<void>
  /** How long a task may wait for a worker, in milliseconds. */
  readonly waiting: number
  /** Called for each execution. Undefined if SWF no longer has it. */
  readonly onJudged: (info: WorkflowExecutionInfo, judged: Judged | undefined) => void
  readonly onLooked: (progress: Progress) => void
}

/** How a search ended. `isAll`: all executions were looked at. */
export interface Searched extends Progress {
  readonly isAll: boolean
}

/** The most calls at once. */
const mostAtOnce = 16

/** The newest events of a history that are read: one page, in one call. */
const tail = 100

/**
 * Looks into executions, one call each. Ends early at the limit, and at Ctrl-C with what was looked at so far.
 *
 * @throws SWF errors. `onLooked` has then got the progress
 */
export async function search(ports: SearchPorts, options: SearchOptions): Promise<Searched> {
  const { interrupted } = ports
  const running = new Set<{ readonly before: Cursor; readonly ended: Promise<void> }>()
  let { looked, cursor } = options.begun
  let begun = 0
  let failed: { readonly error: unknown } | undefined
  /** What is running isn't done: the progress is that before the first one that runs. */
  const progress = (): Progress => ({ looked, cursor: [...running][0]?.before ?? cursor })
  const look = async (info: WorkflowExecutionInfo) => {
    const found = await judged(ports, info.execution, options.waiting)
    looked++
    options.onJudged(info, found)
  }
  let isAll = false
  try {
    while (begun < options.limit && failed === undefined && !interrupted.aborted) {
      await options.turn(interrupted)
      const { done, value } = await options.executions.next()
      if (done === true) {
        isAll = true
        cursor = value
        break
      }
      begun++
      cursor = value.after
      const one = {
        before: value.before,
        ended: look(value.info).then(
          () => {
            running.delete(one)
            options.onLooked(progress())
          },
          (error: unknown) => void (failed ??= { error }), // it stays among those that run, so the progress is before it
        ),
      }
      running.add(one)
      if (running.size >= mostAtOnce) await Promise.race([...running].map(({ ended }) => ended))
    }
  } catch (error) {
    if (!interrupted.aborted) failed ??= { error }
  }
  await Promise.all([...running].map(({ ended }) => ended))
  await options.executions.return(cursor)
  options.onLooked(progress())
  if (failed !== undefined && !interrupted.aborted) throw failed.error
  return { ...progress(), isAll: isAll && running.size === 0 }
}

/**
 * Judges an execution by its newest events. Undefined if SWF no longer has it.
 *
 * @throws SWF errors
 */
export async function judged(
  { client: { swf, domain }, now }: Pick<SearchPorts, 'client' | 'now'>,
  { workflowId, runId }: NonNullable<WorkflowExecutionInfo['execution']> = { workflowId: '', runId: '' },
  waiting: number,
): Promise<Judged | undefined> {
  try {
    const { events = [] } = await swf.getWorkflowExecutionHistory({
      domain,
      execution: { workflowId, runId },
      reverseOrder: true,
      maximumPageSize: tail,
    })
    return {
      events: events[0]?.eventId ?? 0,
      complete: events.at(-1)?.eventId === 1,
      problems: problemsOf(events, { now: new Date(now()), notStartedAfter: waiting }),
      newest: events.toReversed(),
    }
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}
