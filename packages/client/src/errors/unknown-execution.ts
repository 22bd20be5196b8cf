import { ReyieldError } from '@reyield/workflow'

/** Why SWF doesn't know an execution, or does nothing with it. */
export type UnknownBecause =
  | { readonly closedAs: string }
  | { readonly nothingFound: 'open' | 'at all' }
  | { readonly kept: KeptRun | undefined }
  | { readonly forbidden: true }

/** The oldest run of the workflow id that SWF still has. */
export interface KeptRun {
  readonly runId: string
  /** The run before it, if it began by continuing one. */
  readonly continues: string | undefined
}

/**
 * SWF has no such execution, or it has closed and takes no signals and no requests.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'EXECUTION_UNKNOWN')) console.error(error.message)
 * ```
 */
export class UnknownExecutionError extends ReyieldError<'EXECUTION_UNKNOWN'> {
  static {
    this.prototype.name = 'UnknownExecutionError'
  }
  readonly workflowId: string
  readonly runId: string | undefined
  constructor(workflowId: string, runId: string | undefined, because: UnknownBecause, cause?: unknown) {
    super(
      'EXECUTION_UNKNOWN',
      message(workflowId, runId, because),
      cause === undefined ? undefined : { cause },
    )
    this.workflowId = workflowId
    this.runId = runId
  }
}

function message(workflowId: string, runId: string | undefined, because: UnknownBecause): string {
  if ('closedAs' in because) {
    return (
      `The execution has closed and takes no signals and no requests: '${workflowId}'. Run '${runId}' ` +
      `closed as ${because.closedAs}. Start a new one, or use client.signalWithStart(…)`
    )
  }
  if ('nothingFound' in because) {
    return because.nothingFound === 'open'
      ? `No open execution has the workflow id '${workflowId}'. It was never started in this domain, or it has closed: ` +
          `start it, or use client.signalWithStart(…)`
      : `SWF knows no execution with the workflow id '${workflowId}'. It was never started in this domain, or the domain's ` +
          `retention has passed since it closed. One that was started a moment ago may take some seconds to be found`
  }
  if ('forbidden' in because) {
    return (
      `SWF doesn't know run '${runId}' of '${workflowId}' as an open one, and the client isn't allowed to read its history. So whether ` +
      `it continued as new isn't known: allow swf:GetWorkflowExecutionHistory, or use a handle by workflow id`
    )
  }
  const { kept } = because
  return (
    `SWF doesn't know run '${runId}' of '${workflowId}'. It never was in this domain, or the domain's retention has passed since it closed: ` +
    `then its history is gone, and how it closed and whether it continued as new can't be known any longer` +
    (kept === undefined
      ? ''
      : `. The oldest run of this workflow id that SWF still has is '${kept.runId}'` +
        (kept.continues === undefined
          ? ', which was started anew'
          : `, which continued '${kept.continues}' and may belong to it`) +
        `: client.handle(workflow, { workflowId }) without a run id goes to the current one`)
  )
}
