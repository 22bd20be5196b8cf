import type { ActivityContext } from '@reyield/worker'
import type { Activity, Duration, Serializer, WorkflowDefinition } from '@reyield/workflow'

/** What a replacement gets beside its input: all that a real activity gets, and what a test wants to play. */
export interface MockContext extends ActivityContext {
  /** Which try of the activity this is, from 1. */
  readonly attempt: number
  /** Lets the run's time pass; the clock skips, so it takes none. In explorations it passes no time. */
  sleep(this: void, duration: Duration): Promise<void>
  /** Never answers: a timeout of the activity has to end it. */
  never(this: void): Promise<never>
}

/** A function that stands in for an activity, a child workflow or a Lambda function. What it throws is its failure. */
export type MockFunction<Input = never, Result = unknown> = (
  input: Input,
  context: MockContext,
) => Result | Promise<Result>

/** Any function: a real activity, or one that stands in. */
export type AnyMockFunction = (input: never, context: never) => unknown

/**
 * Replacements for a module of activities, each typed by the function that it stands in for.
 *
 * @example
 * ```ts
 * import type * as impl from './activities.js'
 * const fakes = { charge: async order => `receipt ${order.id}` } satisfies Mocks<typeof impl>
 * ```
 */
export type Mocks<Module> = {
  // oxlint-disable-next-line typescript/no-explicit-any -- any function, whatever it takes
  readonly [Name in keyof Module]?: Module[Name] extends (...args: any[]) => unknown
    ? MockFunction<
        Parameters<Module[Name]>['length'] extends 0 ? undefined : Parameters<Module[Name]>[0],
        Awaited<ReturnType<Module[Name]>>
      >
    : never
}

/** What stands in for one activity type or workflow type. */
export interface Mock {
  readonly name: string
  /** Default: every version. */
  readonly version?: string | undefined
  readonly run: AnyMockFunction
  readonly serializer?: Serializer | undefined
}

/**
 * A typed replacement: of an activity, by what `activities()` gives for it; of a child workflow, by its definition.
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
    const { serializer } = (of as unknown as Described)()
    return { name: of.activityName, version: of.activityVersion, run, serializer }
  }
  return { name: of.name, version: of.version, run, serializer: of.serializer }
}

type Described = () => { readonly serializer: Serializer | undefined }

/**
 * Fails some times, then does as `then` does.
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
 * Never answers: a timeout has to end the activity.
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
 * Answers after so much of the run's time: too late, if a timeout has passed by then; the work is done all the same.
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
