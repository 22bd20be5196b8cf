/**
 * Matchers and snapshots for vitest (3.2, 4 and 5): import it in a test or a setup file to use them with
 * `expect(await decide(…))` and `expect(await run(…))`.
 *
 * @module
 */
import type { Duration } from '@reyield/workflow'
import { expect } from 'vitest'
import type { WaitTarget } from '@reyield/inspect/internal'
import type { AnyActivity } from '../history/history.ts'
import type { ExpectedDecision } from './have-decisions.ts'
import { matchers } from './matchers.ts'
import { serializers } from './snapshots.ts'

export type { WaitTarget } from '@reyield/inspect/internal'
export type { ExpectedDecision } from './have-decisions.ts'

/**
 * Matchers for the result of `decide` and for a run. Inputs, results and failures are compared as by `toEqual`, and errors by name
 * and message. They may contain `expect.any(…)`, `expect.objectContaining(…)` and other asymmetric matchers.
 *
 * @example
 * ```ts
 * import '@reyield/testing/vitest'
 *
 * expect(await decide(order, history(order).started(cart))).toSchedule(charge, cart)
 * expect(await run(order, cart, { activities })).toComplete({ state: 'paid' })
 * ```
 */
export interface WorkflowMatchers<R = unknown> {
  /**
   * The workflow schedules an activity, with this input if one is given. On failure, the diff shows the closest input.
   *
   * @example
   * ```ts
   * expect(await decide(order, history(order).started(cart))).toSchedule(charge, { id: '7', amount: expect.any(Number) })
   * ```
   */
  toSchedule(activity: AnyActivity, input?: unknown): R
  /** The workflow starts a child workflow, with this input if one is given. */
  toStartChild(workflow: { readonly name: string }, input?: unknown): R
  /** The workflow starts a timer, of this length if one is given. */
  toStartTimer(duration?: Duration): R
  /**
   * The workflow completes its execution, with this result if one is given.
   *
   * @example
   * ```ts
   * expect(await run(order, cart, { activities })).toComplete({ state: 'shipped' })
   * ```
   */
  toComplete(result?: unknown): R
  /**
   * The workflow fails its execution. A string must occur in `<class>: <message>`, an error must have the same name and message,
   * and a matcher such as `expect.objectContaining({ code: 'ACTIVITY_FAILED' })` must accept the failure.
   */
  toFail(failure?: unknown): R
  /** The workflow waits for all of these. With `not`: for none of them. */
  toBeWaitingFor(...what: WaitTarget[]): R
  /** The workflow makes exactly these decisions, in any order unless `inOrder`. `id` and `workflowId` may be left out. */
  toHaveDecisions(decisions: readonly ExpectedDecision[], options?: { readonly inOrder?: boolean }): R
}

/* oxlint-disable typescript/no-empty-object-type, typescript/no-explicit-any, typescript/no-namespace -- the names are vitest's and chai's */
declare global {
  namespace Chai {
    // vitest's own `Matchers` has one type parameter in versions 3 and 4 and two in version 5: no declaration merges with both.
    // The assertions of every version take their members from here.
    interface Assertion extends WorkflowMatchers<void> {}
  }
}
declare module 'vitest' {
  /** `expect.toComplete(…)` and `expect.not.toComplete(…)` inside other values. */
  interface AsymmetricMatchersContaining extends WorkflowMatchers<any> {}
}

expect.extend(matchers as never)
for (const serializer of serializers) expect.addSnapshotSerializer(serializer as never)
