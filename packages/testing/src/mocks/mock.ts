import type { ActivityContext, CompleteLater } from '@reyield/worker'
import type { Activity, Duration, Serializer, WorkflowDefinition } from '@reyield/workflow'
import { serializerOf, type ResultOf } from '@reyield/workflow/internal'

/**
 * The context of a mock: that of a real activity, and simulated time.
 *
 * @example
 * ```ts
 * const activities = {
 *   async charge(order: Order, { attempt, sleep }: MockContext) {
 *     await sleep('10m')
 *     if (attempt < 3) throw new Error('the bank is busy')
 *     return `receipt ${order.id}`
 *   },
 * }
 * ```
 */
export interface MockContext extends ActivityContext {
  /** Which attempt of the activity this is, from 1. */
  readonly attempt: number
  /** Waits in simulated time, which takes no real time. In explorations no time passes. */
  sleep(this: void, duration: Duration): Promise<void>
  /** Never answers. A timeout of the activity has to end it. */
  never(this: void): Promise<never>
}

/**
 * A function that stands in for an activity, a child workflow or a Lambda function. An error that it throws is the
 * failure. It also stands in for whatever completes an activity later: it returns that result, perhaps after a `sleep`. If it returns
 * `completeLater()`, the activity is never completed, and has to time out.
 */
export type MockFunction<Input = never, Result = unknown> = (
  input: Input,
  context: MockContext,
) => Result | CompleteLater<Result> | Promise<Result | CompleteLater<Result>>

/** Any function: a real activity or a mock. */
export type AnyMockFunction = (input: never, context: never) => unknown

/**
 * Mocks of a module of activities, each with the type of the function that it stands in for.
 *
 * @example
 * ```ts
 * import type * as impl from './activities.js'
 * const mocks = { charge: async order => `receipt ${order.id}` } satisfies Mocks<typeof impl>
 * ```
 */
export type Mocks<Module> = {
  // oxlint-disable-next-line typescript/no-explicit-any -- any function, whatever it takes
  readonly [Name in keyof Module]?: Module[Name] extends (...args: any[]) => unknown
    ? MockFunction<
        Parameters<Module[Name]>['length'] extends 0 ? undefined : Parameters<Module[Name]>[0],
        ResultOf<Awaited<ReturnType<Module[Name]>>>
      >
    : never
}

/** The mock of one activity type or workflow type. */
export interface Mock {
  readonly name: string
  /** The version of the type. Default: every version. */
  readonly version?: string | undefined
  readonly run: AnyMockFunction
  readonly serializer?: Serializer | undefined
}

/**
 * A typed mock of an activity, by its definition from `activities()`, or of a child workflow, by its definition.
 *
 * @example
 * ```ts
 * const activities = [
 *   mock(charge, async (order, { attempt }) => {
 *     if (attempt < 3) throw new Error('the bank is busy')
 *     return `receipt ${order.id}`
 *   }),
 * ]
 * await run(order, { id: '7' }, { activities })
 * ```
 */
export function mock<Input, Result>(
  activity: Activity<Input, Result>,
  run: MockFunction<NoInfer<Input>, NoInfer<Result>>,
): Mock
export function mock<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  run: MockFunction<NoInfer<Input>, NoInfer<Result>>,
): Mock
export function mock(
  of: Activity<never, unknown> | WorkflowDefinition<never, unknown>,
  run: AnyMockFunction,
): Mock {
  if ('activityName' in of) {
    return { name: of.activityName, version: of.activityVersion, run, serializer: serializerOf(of) }
  }
  return { name: of.name, version: of.version, run, serializer: of.serializer }
}

/**
 * A mock that fails `times` times, then calls `then`.
 *
 * @example
 * ```ts
 * mock(charge, failing(new Error('busy'), { times: 2, then: async order => `receipt ${order.id}` }))
 * ```
 */
export function failing<Input = unknown, Result = never>(
  error: unknown,
  { times = Infinity, then }: { readonly times?: number; readonly then?: MockFunction<Input, Result> } = {},
): MockFunction<Input, Result> {
  let left = times
  return (input, context) => {
    if (left-- > 0 || then === undefined) throw error
    return then(input, context)
  }
}

/**
 * A mock that never answers. A timeout has to end the activity.
 *
 * @example
 * ```ts
 * mock(charge, hanging())
 * ```
 */
export const hanging =
  (): MockFunction<unknown, never> =>
  (_, { never }) =>
    never()

/**
 * A mock that answers after the duration of simulated time. If a timeout passes before, the answer comes too late, but the work is
 * done.
 *
 * @example
 * ```ts
 * mock(charge, delayed('10m', async order => `receipt ${order.id}`))
 * ```
 */
export function delayed<Input, Result>(
  duration: Duration,
  then: MockFunction<Input, Result>,
): MockFunction<Input, Result> {
  return async (input, context) => {
    await context.sleep(duration)
    return then(input, context)
  }
}
