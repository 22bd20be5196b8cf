import type { ActivityView } from '@reyield/local'
import type { ActivityOperation, Serializer } from '@reyield/workflow'
import { asPick, type OperationPick } from './pick.ts'
import type { Recorder } from './recorder.ts'
import type { Meant } from './steps/activity.ts'
import type { MeantOther } from './steps/other.ts'

/** The operation that a step applies to, as a test names it: by a definition, an id or a pick. */

/** An activity of `activities()`, whatever its types. */
export interface AnyActivity {
  readonly activityName: string
  readonly activityVersion: string
}

/** A workflow as a child, with what it returns. */
export interface ChildType<Result = unknown> {
  readonly name: string
  readonly version: string
  readonly serializer: Serializer | undefined
  readonly run: (
    input: never,
  ) => Generator<unknown, Result, unknown> | AsyncGenerator<unknown, Result, unknown>
}

/** A signal's declaration, whatever it carries. */
export interface AnySignal {
  readonly signalName: string
  readonly serializer: Serializer | undefined
}

/** A Lambda function by its name or id. */
export interface AnyFunction {
  readonly functionName: string
}

type Definition = ChildType | AnySignal | AnyFunction

/** The activity that is meant: by its id, or the oldest open one of a definition. */
export function activityMeant(
  which: AnyActivity | string,
  pick: OperationPick | undefined,
  byDefault: Serializer,
): Meant & { readonly serializer: SerializerOf } {
  const own = typeof which === 'string' ? undefined : serializerOf(which)
  const serializer: SerializerOf = ({ activityId }, recorder) =>
    own ?? recorder.serializerOf(activityId) ?? byDefault
  return {
    type:
      typeof which === 'string' ? undefined : { name: which.activityName, version: which.activityVersion },
    pick: typeof which === 'string' ? { ...pick, id: which } : (pick ?? {}),
    read: (activity, recorder) => readBy(serializer(activity, recorder), activity.input),
    serializer,
  }
}

type SerializerOf = (activity: ActivityView, recorder: Recorder) => Serializer

/** That of its definition. */
function serializerOf(activity: AnyActivity): Serializer | undefined {
  if (typeof activity !== 'function') return undefined
  return (activity as unknown as () => ActivityOperation<unknown>)().serializer
}

/** The child, signal, cancel request or Lambda function that is meant: by a definition, a pick, or both. */
export function otherMeant(
  kind: string,
  which: Definition | string | OperationPick | undefined,
  pick: OperationPick | undefined,
  byDefault: Serializer,
): MeantOther & { readonly name: string; readonly serializer: Serializer } {
  const type = typeOf(which)
  const definition = isDefinition(which) ? which : undefined
  const serializer =
    (definition !== undefined && 'serializer' in definition ? definition.serializer : undefined) ?? byDefault
  return {
    name: `${kind}(${type?.name ?? (typeof which === 'string' ? which : '')})`,
    type,
    pick: { ...(isDefinition(which) ? {} : asPick(which)), ...pick },
    read: input => readBy(serializer, input),
    serializer,
  }
}

const isDefinition = (which: unknown): which is Definition =>
  typeof which === 'object' &&
  which !== null &&
  ('run' in which || 'signalName' in which || 'functionName' in which)

function typeOf(which: unknown): { readonly name: string; readonly version?: string } | undefined {
  if (!isDefinition(which)) return undefined
  if ('signalName' in which) return { name: which.signalName }
  if ('functionName' in which) return { name: which.functionName }
  return { name: which.name, version: which.version }
}

/** The decoded value, or the text if another serializer wrote it. */
export function readBy(serializer: Serializer, text: string | undefined): unknown {
  try {
    return serializer.deserialize(text)
  } catch {
    return text
  }
}
