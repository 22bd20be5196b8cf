import { mark } from '../stacks/marks.ts'
import { toSeconds, type Duration } from '../duration.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { operation, type Operation } from '../operation.ts'
import type { Serializer } from '../serializer.ts'

/**
 * How a Lambda function is called.
 *
 * @example
 * ```ts
 * const { width } = yield* lambda<{ width: number }>('measure', { url }, { startToClose: '30s' })
 * ```
 */
export interface LambdaOptions {
  /** The longest time the function may take: 1 second to 15 minutes. Default 15 minutes, which is SWF's own. */
  startToClose?: Duration
  /** How input and result are written. Default: plain JSON, which Lambda functions of any language can read. */
  serializer?: Serializer
  /**
   * Whether input and result are encoded by the payload pipeline. The function must then decode and encode them: `lambdaHandler` of
   * `@reyield/codecs` does. Default false: the function gets the input as its serializer writes it, also if a pipeline encrypts all other
   * payloads.
   */
  encoded?: boolean
}

/** The operation that `lambda` returns. */
export interface LambdaOperation<T> extends Operation<T> {
  readonly kind: 'lambda'
  readonly name: string
  readonly input: unknown
  readonly startToClose: string | undefined
  readonly serializer: Serializer | undefined
  readonly encoded: boolean
}

/**
 * Calls a function of AWS Lambda by its name or ARN. SWF itself makes the call, without a worker. The execution must have a
 * `lambdaRole`. A Lambda function can't be canceled: if the workflow no longer waits for it, the function runs on and its result
 * is ignored.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); at its `yield*` LambdaFailedError
 * (LAMBDA_FAILED), LambdaTimedOutError (LAMBDA_TIMED_OUT), LambdaNotStartedError (LAMBDA_NOT_STARTED)
 * @example
 * ```ts
 * const { width } = yield* lambda<{ width: number }>('thumbnail', { url }, { startToClose: '30s' })
 * ```
 */
export function lambda<Result = unknown>(
  name: string,
  input?: unknown,
  { startToClose, serializer, encoded = false }: LambdaOptions = {},
): LambdaOperation<Result> {
  if (typeof name !== 'string' || name.length < 1 || name.length > 64) {
    throw new InvalidDefinitionError(
      `The name of a Lambda function has ${String(name).length} characters: SWF allows 1 to 64`,
    )
  }
  const seconds =
    startToClose === undefined
      ? undefined
      : toSeconds(startToClose, `startToClose of Lambda function '${name}'`)
  if (seconds !== undefined && !(Number(seconds) >= 1 && Number(seconds) <= 900)) {
    throw new InvalidDefinitionError(
      `startToClose of Lambda function '${name}' is ${String(startToClose)}: SWF allows 1 to 900 seconds`,
    )
  }
  return operation<Result, Omit<LambdaOperation<never>, keyof Operation<never>> & { kind: 'lambda' }>({
    kind: 'lambda',
    name,
    input,
    startToClose: seconds,
    serializer,
    encoded,
  })
}

mark('call', lambda)
