import type { ActivityOperation, Serializer } from '@reyield/workflow'
import type { OperationKind } from './open.ts'
import type { Meant, OperationPick } from './pick.ts'

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

type Definition = AnyActivity | ChildType | AnySignal | AnyFunction

/** A definition, an id or a pick. */
export type Which = Definition | string | OperationPick

/** The operation that is meant: by its id, the oldest open one of a definition, or the one that the pick chooses. */
export function meant(
  kind: OperationKind,
  which: Which | undefined,
  pick: OperationPick | undefined,
  byDefault: Serializer,
): Meant {
  const definition = isDefinition(which) ? which : undefined
  const first =
    typeof which === 'string' ? { id: which } : definition === undefined ? (which as OperationPick) : {}
  const own = definition && serializerOf(definition)
  return {
    kind,
    type: definition && typeOf(definition),
    pick: { ...first, ...pick },
    serializer: ({ id }, recorder) =>
      own ?? (kind === 'activity' ? recorder.serializerOf(id) : undefined) ?? byDefault,
  }
}

/** The name of what is meant, in the name of a step. */
export function nameOf(which: Which | undefined): string {
  if (typeof which === 'string') return which
  return isDefinition(which) ? typeOf(which).name : ''
}

const isDefinition = (which: Which | undefined): which is Definition =>
  which !== undefined &&
  typeof which !== 'string' &&
  ('activityName' in which || 'run' in which || 'signalName' in which || 'functionName' in which)

function typeOf(definition: Definition): { readonly name: string; readonly version?: string } {
  if ('activityName' in definition)
    return { name: definition.activityName, version: definition.activityVersion }
  if ('signalName' in definition) return { name: definition.signalName }
  if ('functionName' in definition) return { name: definition.functionName }
  return { name: definition.name, version: definition.version }
}

/** The serializer of its own, if it has one. */
function serializerOf(definition: Definition): Serializer | undefined {
  if ('serializer' in definition) return definition.serializer
  if (typeof definition !== 'function') return undefined
  return (definition as unknown as () => ActivityOperation<unknown>)().serializer
}
