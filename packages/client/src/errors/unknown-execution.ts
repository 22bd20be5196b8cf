import { ReyieldError } from '@reyield/workflow'

/** The reason why SWF doesn't know an execution, or refuses requests about it. */
export type UnknownBecause =
  | { readonly closedAs: string }
  | { readonly nothingFound: 'open' | 'at all' }
  | { readonly kept: KeptRun | undefined }
  | { readonly forbidden: true }

/** The oldest run of a workflow id that SWF still has. */
export interface KeptRun {
  readonly runId: string
  /** The run that it continues as new; undefined if it was started otherwise. */
  readonly continues: string | undefined
}

/**
 * SWF doesn't know the execution, or the execution has closed and accepts no signals and requests.
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
      `The execution has closed and accepts no signals and requests: '${workflowId}'. Run '${runId}' ` +
      `closed as ${because.closedAs}. Start a new one, or use client.signalWithStart(…)`
    )
  }
  if ('nothingFound' in because) {
    return because.nothingFound === 'open'
      ? `No open execution has the workflow id '${workflowId}'. It was never started in this domain, or it has closed: ` +
          `start it, or use client.signalWithStart(…)`
      : `SWF knows no execution with the workflow id '${workflowId}'. It was never started in this domain, or the domain's ` +
          `retention period has passed since it closed. SWF's lists may show a new execution only after some seconds`
  }
  if ('forbidden' in because) {
    return (
      `Run '${runId}' of '${workflowId}' isn't open, and the client isn't allowed to read its history. So it's unknown whether ` +
      `it continued as new: allow swf:GetWorkflowExecutionHistory, or use a handle without a run id`
    )
  }
  const { kept } = because
  return (
    `SWF doesn't know run '${runId}' of '${workflowId}'. It never existed in this domain, or the domain's retention period has passed since it ` +
    `closed. Then its history is gone, and it's no longer known how it closed and whether it continued as new` +
    (kept === undefined
      ? ''
      : `. The oldest run of this workflow id that SWF still has is '${kept.runId}'` +
        (kept.continues === undefined
          ? ', which continued no other run'
          : `, which continued '${kept.continues}' and may belong to it`) +
        `: client.handle(workflow, { workflowId }) without a run id uses the current run`)
  )
}
