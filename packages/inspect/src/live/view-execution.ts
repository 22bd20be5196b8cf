import type { ClientCallOptions, Swf } from '@reyield/client'
import { json, superjson, type PayloadPipeline, type Serializer } from '@reyield/data'
import { pipelineOf } from '@reyield/data/internal'
import { replayerIn } from '../view/code-options.ts'
import { decoding } from '../view/decoding.ts'
import type { ExecutionView } from '../view/execution-view.ts'
import type { PayloadOf } from '../view/payload-of.ts'
import { view, type ViewOptions } from '../view/view.ts'
import { decodingReplayer, withReadableError } from './decoded-run.ts'
import { readRun, type ExecutionTarget } from './read-run.ts'

/**
 * How an execution is read and viewed.
 *
 * @example
 * ```ts
 * const shown = await viewExecution(swf, target, { definition: order, pipeline, payloads: true })
 * ```
 */
export interface ViewExecutionOptions extends Omit<ViewOptions, 'decode'>, ClientCallOptions {
  /** The pipeline of the workers. Default: none. */
  readonly pipeline?: PayloadPipeline | undefined
  /** The serializer of the workers, or a function that returns that of a payload. Default superjson, and json for Lambda functions. */
  readonly serializer?: Serializer | ((of: PayloadOf) => Serializer) | undefined
  /** Whether the view contains the values of payloads. Default false: only their sizes. */
  readonly payloads?: boolean | undefined
}

/**
 * Views an execution as it is now: reads its history, and makes the view of it. Payloads are decoded by the pipeline only if they are asked
 * for, or if the workflow's code is replayed.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN), CallTimedOutError (CALL_TIMED_OUT),
 * InvalidOptionError (OPTION_INVALID) for `at`, and other SWF errors unchanged
 * @example
 * ```ts
 * const { problems } = await viewExecution(swf, { domain: 'shop', workflowId: 'order-7' })
 * for (const { text } of problems) console.log(text)
 * ```
 */
export async function viewExecution(
  swf: Swf,
  target: ExecutionTarget,
  options: ViewExecutionOptions = {},
): Promise<ExecutionView> {
  const { abortSignal, timeout, pipeline, serializer, payloads = false, ...how } = options
  const calls: ClientCallOptions = {
    ...(abortSignal === undefined ? {} : { abortSignal }),
    ...(timeout === undefined ? {} : { timeout }),
  }
  const execution = { domain: target.domain, workflowId: target.workflowId }
  const coder = { pipeline: pipelineOf(pipeline), context: execution }
  const run = await withReadableError(await readRun(swf, target, calls), coder)
  const replayer = replayerIn(how)
  return view(run, {
    now: new Date(),
    ...how,
    replayer: replayer && decodingReplayer(replayer, coder),
    decode: payloads
      ? decoding({ pipeline, execution, serializer: serializer ?? serializers(how.definition?.serializer) })
      : undefined,
  })
}

/** The execution's own payloads are written by the serializer of its workflow. */
const serializers =
  (own: Serializer | undefined) =>
  ({ kind }: PayloadOf): Serializer =>
    kind === 'lambda' ? json : ((kind === 'execution' ? own : undefined) ?? superjson)
