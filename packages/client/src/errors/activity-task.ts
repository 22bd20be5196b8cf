import { ReyieldError } from '@reyield/workflow'

/** What messages call an activity. A command that has only a token doesn't know its name, which is then empty. */
export const activityCalled = (name: string): string => (name === '' ? 'an activity' : `activity '${name}'`)

/**
 * SWF no longer knows the task of a token: it was completed, failed or canceled already, it has timed out, or its execution has closed. So
 * nothing is left to be done with this token.
 *
 * @example
 * ```ts
 * await task.complete(receipt).catch((error: unknown) => {
 *   if (!isReyieldError(error, 'ACTIVITY_TASK_UNKNOWN')) throw error // the job is tried again
 * })
 * ```
 */
export class UnknownActivityTaskError extends ReyieldError<'ACTIVITY_TASK_UNKNOWN'> {
  static {
    this.prototype.name = 'UnknownActivityTaskError'
  }
  /** The name of the activity as it was given; empty if the caller doesn't know it. */
  readonly activity: string
  /** Whether an earlier try of the same call got no response, and may be what has ended the task. */
  readonly mayHaveHappened: boolean
  constructor(activity: string, mayHaveHappened: boolean, cause: unknown) {
    super(
      'ACTIVITY_TASK_UNKNOWN',
      `SWF no longer knows this task of ${activityCalled(activity)}. ` +
        (mayHaveHappened
          ? `An earlier try of this call got no response, so it may be what has ended the task. Otherwise the task was `
          : `It was `) +
        `completed, failed or canceled before, it has timed out, or its execution has closed: nothing is left to be done with its token`,
      { cause },
    )
    this.activity = activity
    this.mayHaveHappened = mayHaveHappened
  }
}

/**
 * A string is no token of an activity task: it's empty, too long, or SWF hasn't made it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TASK_TOKEN_INVALID')) response.writeHead(400)
 * ```
 */
export class InvalidTaskTokenError extends ReyieldError<'TASK_TOKEN_INVALID'> {
  static {
    this.prototype.name = 'InvalidTaskTokenError'
  }
  /** `found`: what is wrong. Never the token, with which anybody could complete the task. */
  constructor(activity: string, found: string, cause?: unknown) {
    super(
      'TASK_TOKEN_INVALID',
      `The task token for ${activityCalled(activity)} is ${found}: expected the taskToken of an ActivityContext, whole and unchanged`,
      cause === undefined ? undefined : { cause },
    )
  }
}
