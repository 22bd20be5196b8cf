import type { BulkPlan, BulkRequest } from '../api/index.ts'

/** Plans of what is done to many executions. A plan is made first, and nothing is done before it's applied. */
export interface BulkSteering {
  /**
   * Makes a plan of the open executions that a filter finds.
   *
   * @throws InvalidRequestError (REQUEST_INVALID), InvalidInputError (INPUT_INVALID), errors of SWF
   */
  make(request: BulkRequest): Promise<BulkPlan>
  /** @throws InvalidRequestError (REQUEST_INVALID) with status 404 */
  plan(id: string): BulkPlan
  /** Begins to do a plan. */
  apply(id: string): BulkPlan
  /** Ends a plan between two requests. */
  stop(id: string): BulkPlan
  /** Ends all plans. */
  end(): void
}
