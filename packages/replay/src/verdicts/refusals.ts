import type { Decision } from '@aws-sdk/client-swf'
import type {
  AnySchema,
  ChildOperation,
  ContinueAsNewOperation,
  ExternalOperation,
  Operation,
} from '@reyield/workflow'
import { issuesOf, pathsOf } from '@reyield/workflow/internal'
import { packedInput, unreadNames } from '../decisions/packed-input.ts'
import type { Engine } from '../engine.ts'
import { holds } from '../errors/held.ts'
import type { Entry } from '../ledger/entry.ts'
import { writtenText, type Input } from '../ledger/input.ts'
import { keyOf } from '../ledger/inputs.ts'
import type { Ending } from '../program/coroutine.ts'
import { payloadRefusal } from './payload.ts'
import { readRefusal, refusalError, type Refusal } from './refusal.ts'
import { verdictMarker } from './verdict-markers.ts'

/*
 * If SWF would refuse an operation, an error is thrown at the `yield*` that asks for it, and recorded as a verdict (rules E4, M7).
 * SWF refuses payloads that are too long and other fields beyond its limits, and the engine refuses values that can't be
 * serialized. This is decided where the program asks for the operation, or, if its text or its length on the wire becomes known later,
 * at the start of the next open episode.
 */

/** Returns the error to throw if an operation that the program asks for is refused. */
export function refuseAsked(
  operation: Operation<unknown>,
  place: string,
  input: Input | undefined,
  engine: Engine,
): Error | undefined {
  return verdict(
    verdictMarker.refused(place),
    () => fieldRefusal(operation, engine) ?? operationRefusal(operation, place, input, engine),
    engine,
    operation,
  )
}

/** Checks the wanted operations of earlier episodes again, in the order of asking. Called at the start of an episode. */
export function refuseAgain(engine: Engine): void {
  for (const entry of [...engine.ledger.wanted.values()]) refuseWanted(entry, engine)
}

/** Checks an operation that is wanted again: a further attempt of an activity, or one of an earlier episode. */
export function refuseWanted(entry: Entry, engine: Engine): void {
  const { markers, inputs, scheduler } = engine
  if (!markers.mayRefuse) return
  if (markers.open) entry.input ??= inputs.known(entry.operation, keyOf(entry))
  const error = refuseAsked(entry.operation, entry.place, entry.input, engine)
  const { waiter } = entry
  if (error === undefined || waiter === undefined) return
  entry.withdraw()
  scheduler.reject(waiter, error)
}

/** Returns the error to throw if a new run that the root asks for is refused. Its input also contains the unread signals. */
export function refuseNewRun(
  operation: ContinueAsNewOperation,
  input: Input | undefined,
  engine: Engine,
): Error | undefined {
  const place = `~continueAsNew.${++engine.newRuns}`
  return verdict(
    verdictMarker.refused(place),
    () => {
      const field = 'The input of continueAsNew'
      const own = fieldRefusal(operation, engine) ?? newRunRefusal(operation, input, field, engine)
      if (own !== undefined || input === undefined) return own
      const packed = { text: packedInput(writtenText(input), engine) }
      return payloadRefusal(packed, engine.serializer, field + unreadNames(engine), engine)
    },
    engine,
    operation,
  )
}

/** The whole input of a new run, if its length on the wire isn't known. */
export function unmeasured(input: Input | undefined, engine: Engine): string | undefined {
  const known = engine.limits.payload < Infinity || !engine.markers.open
  return known || input === undefined ? undefined : packedInput(writtenText(input), engine)
}

/** The root has ended, so an error of its result can't be thrown into it. The workflow's policy for errors decides (E1). */
export function refuseResult(ending: Ending, engine: Engine): Ending {
  const { markers, inputs, serializer, definition } = engine
  if (!('value' in ending) || !markers.mayRefuse) return ending
  const result = markers.open ? inputs.value(ending.value) : undefined
  engine.result = result
  const error = verdict(
    verdictMarker.refused('~result'),
    () => {
      const what = `The result of workflow '${definition.name}'`
      const refusal = payloadRefusal(result, serializer, what, engine)
      return refusal === undefined || holds(refusalError(refusal), definition) ? undefined : refusal
    },
    engine,
  )
  return error === undefined ? ending : { error }
}

/** Why an operation would be refused: by SWF, or by the schema of the child or activity. */
export function operationRefusal(
  operation: Operation<unknown>,
  place: string,
  input: Input | undefined,
  engine: Engine,
): Refusal | undefined {
  const { kinds, inputs, scheduler } = engine
  const { sent } = kinds[operation.kind]
  const asSent =
    sent !== undefined && input !== undefined && 'text' in input ? { text: sent(input.text) } : input
  const field = `The input of ${scheduler.describe(operation)} (id '${place}')`
  const { schema } = operation as ChildOperation<unknown> | ExternalOperation
  return (
    payloadRefusal(asSent, inputs.serializerOf(operation), field, engine) ??
    schemaRefusal(schema, operation, input, field, engine)
  )
}

/** Describes the payload of a decision for messages. */
export function carrierOf({ decisionType }: Decision, engine: Engine): string {
  return decisionType === 'ContinueAsNewWorkflowExecution'
    ? `The input of continueAsNew${unreadNames(engine)}`
    : `The payload of decision ${decisionType}`
}

/** The error that a marker's details stand for. With `trace` it has the lines of the program. */
export function errorOf(
  details: string | undefined,
  operation: Operation<unknown> | undefined,
  { scheduler }: Engine,
): Error {
  const error = refusalError(readRefusal(details))
  const lines = operation === undefined ? [] : scheduler.linesOf(operation)
  if (lines.length > 0) error.stack = [`${error.name}: ${error.message}`, ...lines].join('\n    at ')
  return error
}

const fieldRefusal = (operation: Operation<unknown>, { kinds }: Engine): Refusal | undefined =>
  kinds[operation.kind].refusal?.(operation as never)

/** Why the input of a new run would be refused. Only the schema of this version can be checked. */
function newRunRefusal(
  operation: ContinueAsNewOperation,
  input: Input | undefined,
  field: string,
  engine: Engine,
): Refusal | undefined {
  const { definition, serializer } = engine
  const { version = definition.version } = operation
  const schema = version === definition.version ? definition.input : undefined
  return (
    payloadRefusal(input, serializer, field, engine) ?? schemaRefusal(schema, operation, input, field, engine)
  )
}

function schemaRefusal(
  schema: AnySchema | undefined,
  operation: Operation<unknown>,
  input: Input | undefined,
  field: string,
  { inputs }: Engine,
): Refusal | undefined {
  if (schema === undefined || input === undefined) return undefined
  const value = inputs.serializerOf(operation).deserialize(writtenText(input))
  const issues = issuesOf(schema, value, field)
  return issues && { code: 'INPUT_INVALID', field, paths: pathsOf(issues) }
}

function verdict(
  name: string,
  decide: () => Refusal | undefined,
  engine: Engine,
  operation?: Operation<unknown>,
): Error | undefined {
  const recorded = engine.markers.verdict(name, () => {
    const refusal = decide()
    return refusal === undefined ? undefined : { details: JSON.stringify(refusal) }
  })
  return recorded && errorOf(recorded.details, operation, engine)
}
