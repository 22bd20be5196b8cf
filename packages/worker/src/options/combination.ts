import { InvalidOptionError } from '@reyield/client'
import { InvalidDefinitionError } from '@reyield/workflow'
import type { Refused } from '@reyield/workflow/internal'
import type { CheckedActivities } from '../activities/checks.ts'
import type { ActivityLoopOptions } from '../activities/loop.ts'
import type { ActivitySchemas, SchemasByName } from '../activities/schemas.ts'
import type { DecisionLoopOptions } from '../decisions/loop.ts'
import type { ActivityOptionsByName } from './activity-options.ts'
import type { WorkerOptions } from './worker-options.ts'

/**
 * All options that a worker can have, for functions that take some of them and pass them on. Which combinations are allowed is then
 * checked at run time only.
 *
 * @example
 * ```ts
 * const start = (options: Partial<AnyWorkerOptions>) => createWorker({ ...connection, ...options })
 * ```
 */
export type AnyWorkerOptions = WorkerOptions & Partial<DecisionLoopOptions> & Partial<ActivityLoopOptions>

declare const _absent: unique symbol

/** Inferred for an option that isn't set, or whose functions the compiler hasn't checked yet. */
export type Absent = typeof _absent

/**
 * The constraints between options: which combinations are allowed, and what activities must look like. The compiler checks functions
 * whose parameters have no types last, and until then `Served` is `Absent`. So a worker without activities is refused by requiring
 * some.
 */
export type Combination<Workflows, Served, Schemas extends SchemasByName> = Usable<Served> & {
  readonly schemas?: Schemas & ActivitySchemas<Served, Schemas>
} & (IsGiven<Workflows> extends true ? DecisionOptions : WithoutWorkflows) &
  (IsGiven<Served> extends true
    ? ActivityOptions<Served>
    : IsGiven<Workflows> extends true
      ? [keyof Schemas] extends [never]
        ? WithoutActivities
        : Needs<Served, 'schemas are for activities: this worker has none'>
      : Needs<Served, 'a worker needs workflows, activities, or both'>)

/**
 * Only activities that aren't usable are checked member by member, since the check of an optional member is circular for TypeScript
 * 5.
 */
type Usable<Served> = [Served] extends [CheckedActivities<Served>]
  ? unknown
  : { readonly activities: CheckedActivities<Served> }

type Needs<Served, Why extends string> = [Served] extends [undefined]
  ? Refused<Why>
  : { readonly activities: object | Refused<Why> }

type DecisionOptions = Omit<DecisionLoopOptions, 'workflows'>

interface ActivityOptions<Served> extends Omit<
  ActivityLoopOptions,
  'activities' | 'schemas' | 'activityOptions'
> {
  readonly activityOptions?: ActivityOptionsByName<Served>
}

type WithoutActivities = {
  readonly [
    Name in keyof ActivityOptions<unknown>
  ]?: Refused<'an option for activities: this worker has none'>
}

type WithoutWorkflows = {
  readonly [Name in keyof DecisionOptions]?: Refused<'an option for workflows: this worker has none'>
}

/** True also for types that may be undefined, which are checked at run time, and for `never` and `any`. */
type IsGiven<Value> = [Value] extends [never]
  ? true
  : 0 extends 1 & Value
    ? true
    : [Absent] extends [Value]
      ? false
      : [Value] extends [undefined]
        ? false
        : true

/**
 * Checks the combination of options at run time.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidOptionError (OPTION_INVALID)
 */
export function checkCombination(options: AnyWorkerOptions): void {
  const { workflows, activities, guards, nonDeterminism, watchdog, cache, schedules } = options
  const { schemas, activitiesPerSecond, heartbeat, activityOptions } = options
  if (workflows === undefined && activities === undefined) {
    throw new InvalidDefinitionError(
      'The worker has neither workflows nor activities: pass workflows, activities, or both to createWorker',
    )
  }
  if (workflows === undefined) refuse('workflows', { guards, nonDeterminism, watchdog, cache, schedules })
  if (activities === undefined)
    refuse('activities', { schemas, activitiesPerSecond, heartbeat, activityOptions })
}

/** Refuses options that need another one, which isn't set. */
function refuse(needed: 'workflows' | 'activities', options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).find(name => options[name] !== undefined)
  if (given === undefined) return
  throw new InvalidOptionError(
    `The worker's option ${given}`,
    `set without ${needed}`,
    `both, or neither of them`,
  )
}
