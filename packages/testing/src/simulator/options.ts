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

/** Mocks by name, or a list of mocks with versions or serializers. A workflow definition in it is run for real. */
export type MockSet<Real = never> =
  | Readonly<Record<string, unknown>>
  | (object & { readonly length?: never })
  | readonly (Mock | Real)[]

/**
 * The options of a simulation: mocks of activities and children, and events from outside.
 *
 * @example
 * ```ts
 * const options: SimulationOptions = {
 *   activities: { charge: () => 'receipt', ship: hanging() },
 *   children: [mock(packing, item => `box of ${item}`)],
 *   signals: [send(approved, { by: 'ann' }, { after: '1 day' })],
 * }
 * ```
 */
export interface SimulationOptions {
  /**
   * Mocks of activities: a module of functions (the real ones or others) by the names of the activity types, or a list
   * of `mock(charge, …)`. An activity without a mock is an error (MOCK_MISSING).
   */
  readonly activities?: MockSet
  /** Mocks of child workflows. A workflow definition in it is run for real. */
  readonly children?: MockSet<AnyWorkflow>
  /**
   * Schemas of the inputs of activities, by name, as an activity worker has them. An activity whose input doesn't match
   * fails permanently (INPUT_INVALID), and its mock isn't called.
   */
  readonly schemas?: Readonly<Record<string, AnySchema>>
  /** Mocks of Lambda functions, by name. Each gets the parsed input and returns a value that JSON can represent. */
  readonly lambdas?: Readonly<Record<string, (input: never) => unknown>>
  /**
   * Signals that arrive. Each arrives when the workflow waits for it, or at its own time. An exploration tries every
   * point.
   */
  readonly signals?: readonly SentSignal[]
  /** Workflow ids of other open executions, so that signals and cancel requests to them are delivered. */
  readonly others?: readonly string[]
  /** The workflow id. Default `<workflow name>-1`. */
  readonly workflowId?: string
  /** The time of the start. Default 2026-01-01T00:00:00Z. */
  readonly start?: Date
  /** The serializer of payloads for which neither workflow nor activity has one. Default superjson. */
  readonly serializer?: Serializer
  /** The guards against nondeterministic calls, as of `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/** A signal that will arrive. */
export interface SentSignal {
  readonly name: string
  readonly value: unknown
  readonly serializer: Serializer | undefined
  readonly schema: AnySchema | undefined
  readonly after: Duration | undefined
}

/**
 * A signal for the options. It arrives when the workflow waits for it, or at the time `after` the start.
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

/**
 * A signal by its declaration or its name. By its name alone, its value is sent unchecked, as if another program sent
 * it.
 */
export function sent<T>(signal: Signal<T> | string, value: T | undefined): Omit<SentSignal, 'after'> {
  return typeof signal === 'string'
    ? { name: signal, value, serializer: undefined, schema: undefined }
    : { name: signal.signalName, value, serializer: signal.serializer, schema: signal.schema }
}

/** A mock with everything that calling it needs. */
export interface ResolvedMock {
  readonly run: AnyMockFunction
  readonly serializer: Serializer
  /** The schema of the input. */
  readonly schema?: AnySchema | undefined
}

/** `version` undefined: any version. */
interface TypeRef {
  readonly name: string
  readonly version: string | undefined
}

/** The options in the form that the simulator needs. */
export interface MockTable {
  readonly serializer: Serializer
  activity(type: TypeRef, id: string): ResolvedMock
  /** The mock of a child, or its definition if it is run for real. */
  child(type: TypeRef, workflowId: string): ResolvedMock | { readonly workflow: AnyWorkflow }
  lambda(name: string, id: string): (input: never) => unknown
}

/** Looks up the mocks in the options. */
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

/** Checks the names as a worker does: valid for SWF, and each type only once. */
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

/** The start of the options, in epoch milliseconds. */
export const startOf = ({ start = defaultStart }: SimulationOptions): number => start.getTime()

/**
 * What a simulator needs to know of a workflow and its options.
 *
 * @throws InvalidInputError (INPUT_INVALID) for a signal of the options that its schema rejects
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

/** The serialized value of a signal, after its schema has checked it. */
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
