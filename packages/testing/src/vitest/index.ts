/**
 * Matchers and snapshots for vitest (3.2, 4 and 5): import it in a test or a setup file, and `expect(await decide(…))` and
 * `expect(await run(…))` know them.
 *
 * @module
 */
import type { Duration } from '@reyield/workflow'
import { expect } from 'vitest'
import type { WaitTarget } from '../wait-target.ts'
import type { AnyActivity } from '../history/history.ts'
import type { ExpectedDecision } from './have-decisions.ts'
import { matchers } from './matchers.ts'
import { serializers } from './snapshots.ts'

export type { WaitTarget } from '../wait-target.ts'
export type { ExpectedDecision } from './have-decisions.ts'

/**
 * What `expect` of a decided workflow or of a run knows. Inputs, results and failures are compared as by `toEqual`, errors by name
 * and message; `expect.any(…)`, `expect.objectContaining(…)` and the like may stand anywhere in them.
 */
export interface WorkflowMatchers<R = unknown> {
  /**
   * An activity is scheduled, with that input if one is given. If it was with other inputs, the diff shows the closest.
   *
   * @example
   * ```ts
   * expect(await decide(order, history(order).started(cart))).toSchedule(charge, { id: '7', amount: expect.any(Number) })
   * ```
   */
  toSchedule(activity: AnyActivity, input?: unknown): R
  /** A child workflow is started, with that input if one is given. */
  toStartChild(workflow: { readonly name: string }, input?: unknown): R
  /** A timer is started, of that length if one is given. */
  toStartTimer(duration?: Duration): R
  /**
   * The execution is completed, with that result if one is given.
   *
   * @example
   * ```ts
   * expect(await run(order, cart, { activities })).toComplete({ state: 'shipped' })
   * ```
   */
  toComplete(result?: unknown): R
  /**
   * The execution is failed: with that text in `<class>: <message>`, with an error of that name and message, or with what a
   * matcher such as `expect.objectContaining({ code: 'ACTIVITY_FAILED' })` lets pass.
   */
  toFail(failure?: unknown): R
  /** The workflow waits for all of these; with `not`, for none of them. */
  toBeWaitingFor(...what: WaitTarget[]): R
  /** Exactly these decisions, in any order unless it's asked for; their `id` and `workflowId` may be left out. */
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
