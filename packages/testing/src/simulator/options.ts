import { superjson } from '@reyield/data'
import { checkLength, checkWritten } from '@reyield/data/internal'
import { exportedFunctions } from '@reyield/worker'
import {
  DuplicateDefinitionError,
  type AnySchema,
  type AnyWorkflow,
  type Duration,
  type Serializer,
  type Signal,
} from '@reyield/workflow'
import { checkName } from '@reyield/workflow/internal'
import { writtenBy } from '../as-written.ts'
import { defaultStart } from '../history/begin.ts'
import { MissingMockError } from './errors.ts'
import type { AnyMockFunction, Mock } from './mock.ts'

/** Functions by name, or a list that says more: versions, serializers; a workflow in it is played for real. */
export type MockSet<Real = never> =
  | Readonly<Record<string, unknown>>
  | (object & { readonly length?: never })
  | readonly (Mock | Real)[]

/** The options that a workflow is played in: who does its activities and children, and what comes from outside. */
export interface SimulationOptions {
  /**
   * What stands in for activities: a module of functions, the real ones or others, by the names of the activity types; or a
   * list of `mock(charge, …)`. An activity that has nobody is an error (MOCK_MISSING).
   */
  readonly activities?: MockSet
  /** The same for child workflows. A workflow definition in it is played for real. */
  readonly children?: MockSet<AnyWorkflow>
  /**
   * What inputs of activities must be, by name, as an activity worker has them. An activity with another input fails for good
   * (INPUT_INVALID), and its function isn't called.
   */
  readonly schemas?: Readonly<Record<string, AnySchema>>
  /** Functions for Lambda functions, by name: each gets the input parsed, and gives a value that JSON can write. */
  readonly lambdas?: Readonly<Record<string, (input: never) => unknown>>
  /** Signals that come: each when the workflow waits for it, unless it says when. An exploration tries every moment. */
  readonly signals?: readonly SentSignal[]
  /** Workflow ids of other executions that are open, so that signals and cancel requests to them arrive. */
  readonly others?: readonly string[]
  /** Default `<workflow name>-1`. */
  readonly workflowId?: string
  /** The time of the start. Default 2026-01-01T00:00:00Z. */
  readonly start?: Date
  /** How payloads are written where neither workflow nor activity says. Default superjson. */
  readonly serializer?: Serializer
  /** As for `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/** A signal that is to come. */
export interface SentSignal {
  readonly name: string
  readonly value: unknown
  readonly serializer: Serializer | undefined
  readonly schema: AnySchema | undefined
  readonly after: Duration | undefined
}

/**
 * A signal for a world: it comes when the workflow waits for it, or so long after the start.
 *
 * @example
 * ```ts
 * await run(order, cart, { activities, signals: [send(approved, { by: 'ann' }), send(note, 'hurry', { after: '2h' })] })
 * ```
 */
export function send<T>(
  signal: Signal<T> | string,
  ...[value, options]: undefined extends T
    ? [value?: T, options?: { readonly after?: Duration }]
    : [value: T, options?: { readonly after?: Duration }]
): SentSignal {
  return { ...sent(signal, value), after: options?.after }
}

/** A signal by its declaration or its name; by its name alone it's sent as it is, as if somebody else sent it. */
export function sent<T>(signal: Signal<T> | string, value: T | undefined): Omit<SentSignal, 'after'> {
  return typeof signal === 'string'
    ? { name: signal, value, serializer: undefined, schema: undefined }
    : { name: signal.signalName, value, serializer: signal.serializer, schema: signal.schema }
}

/** Somebody of the world who plays a part. */
export interface ResolvedMock {
  readonly run: AnyMockFunction
  readonly serializer: Serializer
  /** What the input must be. */
  readonly schema?: AnySchema | undefined
}

/** `version` undefined: whatever it is. */
interface TypeRef {
  readonly name: string
  readonly version: string | undefined
}

/** A options in the form that the simulator asks. */
export interface MockTable {
  readonly serializer: Serializer
  activity(type: TypeRef, id: string): ResolvedMock
  /** Of a child: who plays it, or its definition. */
  child(type: TypeRef, workflowId: string): ResolvedMock | { readonly workflow: AnyWorkflow }
  lambda(name: string, id: string): (input: never) => unknown
}

/** The parts of a world. */
export function mockTable(options: SimulationOptions, workflow: AnyWorkflow): MockTable {
  const byDefault = options.serializer ?? superjson
  const activities = checked('activity', listOf(options.activities))
  const children = checked('workflow', listOf(options.children))
  const find = <T extends { readonly name: string; readonly version?: string | undefined }>(
    list: readonly T[],
    { name, version }: TypeRef,
  ) => list.find(one => one.name === name && (version === undefined || (one.version ?? version) === version))
  const mock = ({ run, serializer }: Mock): ResolvedMock => ({
    run,
    serializer: serializer ?? workflow.serializer ?? byDefault,
  })
  return {
    serializer: byDefault,
    activity(type, id) {
      const found: Mock | undefined = find(activities, type)
      if (found === undefined)
        throw new MissingMockError(
          'activities',
          `Activity '${type.name}' ${type.version} (id '${id}')`,
          type.name,
          names(activities),
        )
      const schema = Object.hasOwn(options.schemas ?? {}, type.name)
        ? options.schemas?.[type.name]
        : undefined
      return { ...mock(found), schema }
    },
    child(type, workflowId) {
      const found = find(children, type)
      if (found === undefined)
        throw new MissingMockError(
          'children',
          `Child workflow '${type.name}' ${type.version} (workflow id '${workflowId}')`,
          type.name,
          names(children),
        )
      return isWorkflow(found) ? { workflow: found } : mock(found)
    },
    lambda(name, id) {
      const found = options.lambdas?.[name]
      if (found === undefined)
        throw new MissingMockError(
          'lambdas',
          `Lambda function '${name}' (id '${id}')`,
          name,
          Object.keys(options.lambdas ?? {}),
        )
      return found
    },
  }
}

const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)

const isWorkflow = (value: unknown): value is AnyWorkflow =>
  typeof value === 'object' && value !== null && 'executionStartToClose' in value && 'run' in value

/** A module may export more than functions. */
function listOf(given: MockSet<AnyWorkflow> = []): readonly (Mock | AnyWorkflow)[] {
  if (isList(given)) return given
  return [...Object.values(given).filter(isWorkflow), ...exportedFunctions(given)]
}

/** As a worker takes them: one of each type, of names that SWF takes. */
function checked<T extends { readonly name: string; readonly version?: string | undefined }>(
  kind: 'activity' | 'workflow',
  list: readonly T[],
): readonly T[] {
  const seen = new Set<string>()
  for (const { name, version } of list) {
    checkName(name, `The ${kind}'s name`)
    if (version !== undefined) checkName(version, `The version of ${kind} '${name}'`, 64)
    const key = JSON.stringify([name, version])
    if (seen.has(key)) throw new DuplicateDefinitionError(kind, name, version ?? '1.0')
    seen.add(key)
  }
  return list
}

const isList = (given: MockSet<AnyWorkflow>): given is readonly (Mock | AnyWorkflow)[] => Array.isArray(given)

/** Epoch milliseconds of a world's start. */
export const startOf = ({ start = defaultStart }: SimulationOptions): number => start.getTime()

/**
 * What a simulator needs to know of a workflow and its options.
 *
 * @throws InvalidInputError (INPUT_INVALID) for a signal of the world that its schema refuses
 */
export function simulatorOptions(workflow: AnyWorkflow, options: SimulationOptions, follow: boolean) {
  const parts = mockTable(options, workflow)
  for (const signal of options.signals ?? []) writeSignal(signal, workflow.serializer ?? parts.serializer)
  return {
    workflow,
    parts,
    workflowId: options.workflowId ?? `${workflow.name}-1`,
    guards: options.guards ?? ('throw' as const),
    follow,
  }
}

/** What a signal carries, as it is written; its schema has taken it. */
export function writeSignal(
  { name, value, serializer: own, schema }: Omit<SentSignal, 'after'>,
  byDefault: Serializer,
): string | undefined {
  const serializer = own ?? byDefault
  const text = writtenBy(serializer, value)
  const what = `The input of signal '${name}'`
  if (schema !== undefined) checkWritten(text, serializer, schema, what)
  checkLength(text, what)
  return text
}
