import type { ExecutionFilter } from './executions.ts'
import type { RunRef } from './wire.ts'

/**
 * `POST /api/actions/preview` says what an action will do, `POST /api/actions` does it. Every POST has the header
 * `Authorization: Bearer <token>`. A value is JSON5, or for a known schema what its form has made.
 */
export type Action =
  | {
      readonly kind: 'start'
      readonly workflow: { readonly name: string; readonly version: string }
      readonly workflowId: string
      readonly input?: string
      readonly taskList?: string
      readonly tags?: readonly string[]
    }
  | (RunRef & { readonly kind: 'signal'; readonly signal: string; readonly input?: string })
  | (RunRef & { readonly kind: 'request-cancel' })
  | (RunRef & { readonly kind: 'terminate'; readonly reason?: string; readonly childPolicy?: string })
  | (RunRef & { readonly kind: 'nudge' })
  | (RunRef & { readonly kind: 'rerun' })

/** What will happen. */
export interface ActionPreview {
  /** Sentences, the most important first. */
  readonly will: readonly string[]
  /** Whether it can't be undone, so the button is a warning. */
  readonly isFinal: boolean
}

/** What has happened. */
export interface ActionDone {
  /** One sentence. */
  readonly done: string
  /** The run to show next, for `start` and `rerun`. */
  readonly run?: RunRef
}

/** What can be done to many executions. */
export type BulkAction =
  | { readonly kind: 'signal'; readonly signal: string; readonly input?: string }
  | { readonly kind: 'request-cancel' }
  | { readonly kind: 'terminate'; readonly reason?: string; readonly childPolicy?: string }

/** `POST /api/bulk`: makes a plan of what would be done. Nothing is done before `POST /api/bulk/<id>/apply`. */
export interface BulkRequest {
  readonly filter: ExecutionFilter
  /** Only these of what the filter finds. Default: all. */
  readonly only?: readonly RunRef[]
  readonly action: BulkAction
}

/** The plan, and `GET /api/bulk/<id>`: how far it is. The event `bulk` tells that it has changed. */
export interface BulkPlan {
  readonly id: string
  readonly will: readonly string[]
  readonly count: number
  readonly sample: readonly RunRef[]
  readonly state: 'planned' | 'applying' | 'done' | 'stopped'
  readonly done: number
  readonly alreadyClosed: number
  readonly failed: readonly (RunRef & { readonly code: string; readonly message: string })[]
}
