import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import { problemsOf, type Problem } from '@reyield/inspect'
import type { CommandContext } from '../../context/context.ts'
import { executionOf, type Execution } from '../../executions/execution.ts'
import { isGone } from '@reyield/client/internal'
import { Pacer } from '@reyield/client/internal'
import type { Progress } from './progress-file.ts'
import type { Cursor, Swept } from './sweep.ts'

/** What the newest events of an execution say about it. */
interface Judged {
  /** How many events the whole history has. */
  readonly events: number
  /** Whether all events were judged. If not, a problem may be older than it looks, and counts may be higher. */
  readonly complete: boolean
  /** Most urgent first. */
  readonly problems: readonly Problem[]
}

/** An execution with problems. */
export interface StuckExecution extends Execution, Judged {}

/** How a search is made. */
export interface SearchOptions {
  readonly executions: AsyncGenerator<Swept, Cursor, undefined>
  readonly begun: Progress
  /** How many executions are looked at, at most. */
  readonly limit: number
  /** Executions a second. */
  readonly calls: number
  /** How long a task may wait for a worker, in milliseconds. */
  readonly waiting: number
  readonly onFound: (execution: StuckExecution) => void
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
export async function search(context: CommandContext, options: SearchOptions): Promise<Searched> {
  const { interrupted } = context
  const pacer = new Pacer(options.calls)
  const running = new Set<{ readonly before: Cursor; readonly ended: Promise<void> }>()
  let { looked, cursor } = options.begun
  let begun = 0
  let failed: { readonly error: unknown } | undefined
  /** What is running isn't done: the progress is that before the first one that runs. */
  const progress = (): Progress => ({ looked, cursor: [...running][0]?.before ?? cursor })
  const look = async (info: WorkflowExecutionInfo) => {
    const execution = executionOf(info)
    const found = await judged(context, execution, options.waiting)
    looked++
    if (found !== undefined && found.problems.length > 0) {
      const { events, complete, problems } = found
      options.onFound({ ...execution, events, complete, problems })
    }
  }
  let isAll = false
  try {
    while (begun < options.limit && failed === undefined && !interrupted.aborted) {
      await pacer.turn(interrupted)
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

/** Judges an execution by its newest events. Undefined if SWF no longer has it. */
async function judged(
  context: CommandContext,
  { workflowId, runId }: Execution,
  waiting: number,
): Promise<Judged | undefined> {
  const { swf, domain } = await context.client()
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
      problems: problemsOf(events, { now: new Date(context.now()), notStartedAfter: waiting }),
    }
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}
