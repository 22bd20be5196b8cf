import type { ClientInterceptors, OneOrMore, RequestInterceptor } from '@reyield/client'
import { interceptorsOf } from '@reyield/client/internal'
import type { Worker } from '../loop/worker.ts'
import type { ActivityInterceptor } from './activity.ts'
import type { DecisionInterceptor } from './decision.ts'

/**
 * Functions around what a worker does. All are optional. Those of a client are ignored, so that one object can be passed to both.
 *
 * @example
 * ```ts
 * const interceptors: Interceptors = {
 *   async activity(call, next) {
 *     console.log(call.context.activityType.name)
 *     return await next(call)
 *   },
 *   decision: (task, next) => next(task),
 * }
 * const worker = createWorker({ ...connection, workflows, activities, interceptors })
 * ```
 */
export interface Interceptors extends ClientInterceptors {
  /** Around the run of each activity. */
  readonly activity?: ActivityInterceptor
  /** Around the handling of each decision task. */
  readonly decision?: DecisionInterceptor
  /** Called with each worker when it's created, for instance to read its figures later. */
  readonly worker?: (worker: Worker) => void
}

/** The interceptors of a worker, by what they are for. */
export interface InterceptorLists {
  readonly activity: readonly ActivityInterceptor[]
  readonly decision: readonly DecisionInterceptor[]
  readonly request: readonly RequestInterceptor[]
  readonly worker: readonly NonNullable<Interceptors['worker']>[]
}

/**
 * Returns the interceptors of an option by what they are for.
 *
 * @throws InvalidOptionError (OPTION_INVALID)
 */
export const interceptorLists = (given: OneOrMore<Interceptors> | undefined): InterceptorLists => ({
  activity: interceptorsOf(given, 'activity'),
  decision: interceptorsOf(given, 'decision'),
  request: interceptorsOf(given, 'request'),
  worker: interceptorsOf(given, 'worker'),
})
