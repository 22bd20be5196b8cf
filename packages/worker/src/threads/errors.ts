import { ReyieldError } from '@reyield/workflow'
import { whatAndWhere } from '../errors.ts'

/** How a thread ended before the activity that it ran. */
export type CrashReason = { readonly exitCode: number } | { readonly error: unknown }

/**
 * The thread of an activity ended before the activity did: its code called `process.exit`, used more memory than it may, or caused an
 * error that nothing catches and that belongs to no activity. Only this activity fails. `cause` is the error, if there was one.
 *
 * @example
 * ```ts
 * const { resize } = activities<typeof impl>({ startToClose: '5m', retry: { maximumAttempts: 3, nonRetryable: ['THREAD_CRASHED'] } })
 * ```
 */
export class ThreadCrashedError extends ReyieldError<'THREAD_CRASHED'> {
  static {
    this.prototype.name = 'ThreadCrashedError'
  }
  constructor(activity: string | undefined, reason: CrashReason) {
    super(
      'THREAD_CRASHED',
      `The thread of ${inWords(activity)} ended before the activity. ${whyCrashed(reason)}`,
      'error' in reason ? { cause: reason.error } : {},
    )
  }
}

function whyCrashed(reason: CrashReason): string {
  if ('exitCode' in reason) {
    return `Code in the thread called process.exit(${reason.exitCode}). Throw an error instead`
  }
  const { code } = (reason.error ?? {}) as { readonly code?: unknown }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return 'It used more memory than it may. Let it use less, or raise resourceLimits of inThread'
  }
  return (
    `${whatAndWhere(reason.error)}, and no code catches that error: it was thrown while the module was loaded, or outside of ` +
    `what the activity awaits. Catch it where it happens`
  )
}

/** An activity as messages name it. One that is called directly may have no name. */
export const inWords = (activity: string | undefined): string =>
  activity === undefined ? 'an activity' : `activity '${activity}'`
