/**
 * Matchers for vitest (^3.2 or ^4): import it in a test or a setup file, and `expect(await decide(…))` knows them.
 *
 * @module
 */
import type { Duration } from '@reyield/workflow'
import { expect } from 'vitest'
import type { DecisionView } from '../decision-view.ts'
import type { AnyActivity } from '../history/history.ts'
import { matchers, type Awaited } from './matchers.ts'

export type { Awaited } from './matchers.ts'

/** What `expect` of a decided workflow knows. */
export interface WorkflowMatchers<R = unknown> {
  /** An activity is scheduled, with that input if one is given. */
  toSchedule(activity: AnyActivity, input?: unknown): R
  /** A timer is started, of that length if one is given. */
  toStartTimer(duration?: Duration): R
  /** A child workflow is started, with that input if one is given. */
  toStartChild(workflow: { readonly name: string }, input?: unknown): R
  /** The execution is completed, with that result if one is given. */
  toComplete(result?: unknown): R
  /** The execution is failed, with that text in `<class>: <message>` if one is given. */
  toFail(text?: string | RegExp): R
  /** The workflow waits for all of these. */
  toBeWaitingFor(...what: Awaited[]): R
  /** Exactly these decisions, in any order unless it's asked for. */
  toHaveDecisions(decisions: readonly DecisionView[], options?: { readonly inOrder?: boolean }): R
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- vitest's way to add matchers
  interface Matchers<T = any> extends WorkflowMatchers<T> {} // eslint-disable-line @typescript-eslint/no-explicit-any
}

expect.extend(matchers as never)
