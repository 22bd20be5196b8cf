import type { ClientContext } from '../calls/context.ts'
import { InvalidOptionError } from '../errors/invalid-option.ts'
import { ExecutionAlreadyStartedError } from '../errors/start.ts'
import { UnknownExecutionError } from '../errors/unknown-execution.ts'
import { Chain, describeCurrent } from '../runs/chain.ts'
import { lookTwice } from '../runs/find.ts'
import { lookWith } from '../runs/look.ts'
import type { CallOptions } from '../port/swf.ts'
import type { StartRequest } from './request.ts'
import { start } from './start.ts'

/** What a start does if an open execution has the workflow id; see {@link StartOptions.ifRunning}. */
export type IfRunning = 'fail' | 'use'

/** The most attempts to start an execution, or to find the open one because of which SWF refuses the start. */
const rounds = 5

/**
 * Starts an execution, or finds the open one of its workflow id. Returns the run id.
 *
 * @throws ExecutionAlreadyStartedError (EXECUTION_ALREADY_STARTED), InvalidOptionError (OPTION_INVALID), and what `start` throws
 */
export async function startOrUse(
  context: ClientContext,
  request: StartRequest,
  ifRunning: IfRunning,
  options: CallOptions,
): Promise<string> {
  if (ifRunning !== 'fail' && ifRunning !== 'use') {
    throw new InvalidOptionError('ifRunning of a start', ifRunning, "'fail' or 'use'")
  }
  for (let round = 1; ; round++) {
    const started = await start(context, request, options)
    if ('runId' in started) return started.runId
    if (ifRunning === 'fail') throw started.refused
    const running = await runningRun(context, request, started.refused, options)
    if (running !== undefined) return running
    if (round === rounds) throw started.refused // SWF refuses the start, but its lists still don't show the open execution
  }
}

/** The current run of the open execution; undefined if it has closed meanwhile or isn't found. */
async function runningRun(
  context: ClientContext,
  { workflowId, workflowType }: StartRequest,
  refused: ExecutionAlreadyStartedError,
  options: CallOptions,
): Promise<string | undefined> {
  const look = lookWith(context, options)
  return lookTwice(context, options, async () => {
    const listed = (await look.open(workflowId))?.execution?.runId
    if (listed === undefined) return undefined
    const chain = new Chain({ workflowId, runId: listed }, true)
    const described = await describeCurrent(chain, look).catch(unlessUnknown)
    const { executionInfo } = described ?? {}
    if (executionInfo?.executionStatus !== 'OPEN') return undefined
    const running = executionInfo.workflowType!
    if (running.name === workflowType.name && running.version === workflowType.version) return chain.newest
    throw new ExecutionAlreadyStartedError(workflowId, refused.cause, { wanted: workflowType, running })
  })
}

/** Ignores that a run is unknown, because a list may still contain a run that SWF has removed. */
function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof UnknownExecutionError)) throw error
}
