import { within } from '@reyield/client/internal'
import { mark } from '@reyield/workflow/internal'
import type { ActivityEnd, ActivityOutcome } from '../interceptors/activity.ts'
import type { Settings } from '../options/worker-options.ts'
import type { ActivityContext } from './context.ts'
import type { ReadTask } from './read-task.ts'

/** Calls the function of an activity. Throws or rejects if the task couldn't be read. */
export type Calling = (read: ReadTask, context: ActivityContext) => unknown

/** Reports how a task has ended to its interceptors. */
type End = (
  outcome: ActivityOutcome,
  more?: { readonly error?: unknown; readonly result?: string | undefined },
) => void

/** Returns how one activity task calls its function: within the interceptors of the worker. */
export function interceptedCalls({ interceptors, domain, taskList }: Settings): {
  readonly calling: Calling
  readonly end: End
} {
  const { activity } = interceptors
  if (activity.length === 0) return plain
  let resolve!: (end: ActivityEnd) => void
  const ended = new Promise<ActivityEnd>(resolved => (resolve = resolved))
  return {
    calling(read, context) {
      const input = 'error' in read ? undefined : read.input
      const call = within(activity, async ({ input, context }) =>
        called('error' in read ? read : { ...read, input }, context),
      )
      return call({ domain, taskList, input, context, ended })
    },
    end: (outcome, { error, result } = {}) => resolve({ outcome, error, resultLength: result?.length }),
  }
}

function called(read: ReadTask, context: ActivityContext): unknown {
  if ('error' in read) throw read.error
  const { definition, input } = read
  const call = () => definition.run(input, context)
  mark('step', call)
  return call()
}

const plain = { calling: called, end: () => undefined }
