import type { Decision } from '@aws-sdk/client-swf'
import { packInput, PayloadTooLongError } from '@reyield/data'
import {
  issuesOf,
  pathsOf,
  type AnySchema,
  type ChildOperation,
  type ContinueAsNewOperation,
  type ExternalOperation,
  type Operation,
  type Serializer,
} from '@reyield/workflow'
import { packedInput, unreadNames } from '../decisions/continue-as-new.ts'
import type { Engine } from '../engine.ts'
import { holds } from '../errors/held.ts'
import { keyOf, type Input } from '../ledger/inputs.ts'
import type { Entry } from '../ledger/ledger.ts'
import { readRefusal, refusalError, unserializable, writtenText, type Refusal } from './refusal.ts'
import { fieldRefusal, longestPayload } from './swf-limits.ts'
import { verdictMarker } from './verdict-markers.ts'
import type { Ending } from '../program/coroutine.ts'
import { describeOperation } from '../program/describe.ts'

/**
 * What SWF would refuse is thrown at the `yield*` that asks for it, and recorded as a verdict (rules E4, M7): too long a
 * payload, a value that can't be written, other fields that SWF limits. It's judged where it is asked for; what couldn't be
 * judged there, since its text or its length on the wire became known later, at the start of the next open episode.
 */
export class Refusals {
  readonly #engine: Engine
  readonly #longest: number
  /** How often the program has asked for a new run: that operation has no id. */
  #newRuns = 0

  /** `longest`: characters of a payload as the serializer writes it; Infinity: nobody knows before it's encoded. */
  constructor(engine: Engine, longest: number) {
    this.#engine = engine
    this.#longest = longest
  }

  /** An operation is asked for: what is thrown instead, if it's refused. */
  ask(operation: Operation<unknown>, place: string, input: Input | undefined): Error | undefined {
    return this.#verdict(
      verdictMarker.refused(place),
      () => fieldRefusal(operation) ?? this.ofOperation(operation, place, input),
      operation,
    )
  }

  /** The start of an episode: what is wanted from earlier ones is looked at again, in the order of asking. */
  askAgain(): void {
    for (const entry of [...this.#engine.ledger.wanted.values()]) this.wantedAgain(entry)
  }

  /** An operation is wanted again: a further attempt of an activity, or one from an earlier episode. */
  wantedAgain(entry: Entry): void {
    const { markers, inputs, scheduler } = this.#engine
    if (!markers.mayRefuse) return
    if (markers.open) entry.input ??= inputs.known(entry.operation, keyOf(entry))
    const error = this.ask(entry.operation, entry.place, entry.input)
    const { waiter } = entry
    if (error === undefined || waiter === undefined) return
    entry.withdraw()
    scheduler.reject(waiter, error)
  }

  /** The root asks for a new run. What it carries are also the signals that nobody has received so far. */
  askNewRun(operation: ContinueAsNewOperation, input: Input | undefined): Error | undefined {
    const place = `~continueAsNew.${++this.#newRuns}`
    return this.#verdict(
      verdictMarker.refused(place),
      () => {
        const { serializer } = this.#engine
        const field = 'The input of continueAsNew'
        const own = fieldRefusal(operation) ?? this.#ofNewRun(operation, input, field)
        if (own !== undefined || input === undefined) return own
        const packed = { text: packedInput(writtenText(input), this.#engine) }
        return this.ofPayload(packed, serializer, field + unreadNames(this.#engine))
      },
      operation,
    )
  }

  /** What a new run is to be given, if its length on the wire isn't known. */
  unmeasured(input: Input | undefined): string | undefined {
    const known = this.#longest < Infinity || !this.#engine.markers.open
    return known || input === undefined ? undefined : packedInput(writtenText(input), this.#engine)
  }

  /** The root has ended: its result can't be thrown anywhere, so its policy for errors decides (E1). */
  result(ending: Ending): Ending {
    const { markers, inputs, serializer, definition } = this.#engine
    if (!('value' in ending) || !markers.mayRefuse) return ending
    const result = markers.open ? inputs.value(ending.value) : undefined
    this.#engine.result = result
    const error = this.#verdict(verdictMarker.refused('~result'), () => {
      const refusal = this.ofPayload(result, serializer, `The result of workflow '${definition.name}'`)
      return refusal === undefined || holds(refusalError(refusal), definition) ? undefined : refusal
    })
    return error === undefined ? ending : { error }
  }

  /** Why what an operation carries would be refused: by SWF, or by the schema of who is to get it. */
  ofOperation(operation: Operation<unknown>, place: string, input: Input | undefined): Refusal | undefined {
    const sent =
      operation.kind === 'child' && input !== undefined && 'text' in input
        ? { text: packInput({ input: input.text, signals: [], cancel: false }) } // as its decision has it
        : input
    const field = fieldOf(operation, place)
    return (
      this.ofPayload(sent, this.#engine.inputs.serializerOf(operation), field) ??
      this.#ofSchema(
        (operation as ChildOperation<unknown> | ExternalOperation).schema,
        operation,
        input,
        field,
      )
    )
  }

  /** Why the input of a new run would be refused. Only the schema of this version is known. */
  #ofNewRun(operation: ContinueAsNewOperation, input: Input | undefined, field: string): Refusal | undefined {
    const { definition, serializer } = this.#engine
    const { version = definition.version } = operation
    const schema = version === definition.version ? definition.input : undefined
    return this.ofPayload(input, serializer, field) ?? this.#ofSchema(schema, operation, input, field)
  }

  #ofSchema(
    schema: AnySchema | undefined,
    operation: Operation<unknown>,
    input: Input | undefined,
    field: string,
  ): Refusal | undefined {
    if (schema === undefined || input === undefined) return undefined
    const value = this.#engine.inputs.serializerOf(operation).deserialize(writtenText(input))
    const issues = issuesOf(schema, value, field)
    return issues && { code: 'INPUT_INVALID', field, paths: pathsOf(issues) }
  }

  /** Why a payload would be refused. */
  ofPayload(input: Input | undefined, serializer: Serializer, field: string): Refusal | undefined {
    if (input === undefined) return undefined
    if ('error' in input) return unserializable(input.error, serializer, field)
    const length = this.#tooLongAs(input.text)
    return length === undefined ? undefined : { code: 'PAYLOAD_TOO_LONG', field, length, limit: this.#limit }
  }

  /** A payload that goes out with nobody to throw at: the execution is held if SWF would refuse it. */
  checked<T extends string | undefined>(text: T, field: () => string): T {
    const length = this.#tooLongAs(text)
    if (length === undefined) return text
    throw new PayloadTooLongError(field(), length, this.#limit)
  }

  /** What the payload of a decision is, in words. */
  carrierOf({ decisionType }: Decision): string {
    return decisionType === 'ContinueAsNewWorkflowExecution'
      ? `The input of continueAsNew${unreadNames(this.#engine)}`
      : `The payload of decision ${decisionType}`
  }

  get #limit(): number {
    return Math.min(this.#longest, longestPayload)
  }

  #tooLongAs(text: string | undefined): number | undefined {
    if (text === undefined) return undefined
    if (text.length > this.#longest) return text.length
    return this.#engine.attempts.tooLong?.get(text)
  }

  #verdict(
    name: string,
    judge: () => Refusal | undefined,
    operation?: Operation<unknown>,
  ): Error | undefined {
    const { markers } = this.#engine
    const verdict = markers.verdict(name, () => {
      const refusal = judge()
      return refusal === undefined ? undefined : { details: JSON.stringify(refusal) }
    })
    return verdict && this.errorOf(verdict.details, operation)
  }

  /** The error that a marker's details throw; with `trace` it has the lines of the program. */
  errorOf(details: string | undefined, operation: Operation<unknown> | undefined): Error {
    const { scheduler } = this.#engine
    const error = refusalError(readRefusal(details))
    const lines = operation === undefined ? [] : scheduler.linesOf(operation)
    if (lines.length > 0) error.stack = [`${error.name}: ${error.message}`, ...lines].join('\n    at ')
    return error
  }
}

const fieldOf = (operation: Operation<unknown>, place: string) =>
  `The input of ${describeOperation(operation)} (id '${place}')`
