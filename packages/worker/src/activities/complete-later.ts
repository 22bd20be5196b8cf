import type { CompleteLater } from '@reyield/workflow/internal'

export type { CompleteLater } from '@reyield/workflow/internal'

/** Marks the value. A second copy of this package has the same symbol. */
const mark = Symbol.for('reyield.completeLater')

/** A serializer refuses it, because of the symbol, so it can't become part of a result by mistake. */
const later = Object.freeze({ [mark]: true }) as unknown as CompleteLater<never>

/**
 * An activity returns this value if its task will be completed later, by something other than this worker: another process, a webhook,
 * a person. The worker then sends SWF nothing. The task stays open until somebody completes it by its token, with
 * `client.activity(taskToken, { activity })`, or until it times out. So store `context.taskToken` before you return. SWF has no other way
 * to complete the task, and no way to find a lost token again.
 *
 * The worker no longer has the task: it takes another one instead, sends no more heartbeats for this one, and may stop. If the activity has
 * a heartbeat timeout, whoever has the token must send heartbeats.
 *
 * `Result` is the type of the result that callers of the activity get. It can be left out if the function's declared type has
 * it: `Promise<Receipt | CompleteLater>`.
 *
 * @example
 * ```ts
 * export async function approve(order: Order, { taskToken }: ActivityContext): Promise<Receipt | CompleteLater> {
 *   if (order.total < 100) return { by: 'nobody' }
 *   await approvals.insert({ order: order.id, taskToken }) // first of all, so that it can't be lost
 *   return completeLater()
 * }
 * ```
 */
export const completeLater = <Result = never>(): CompleteLater<Result> => later

/** Whether an activity has returned `completeLater()`. */
export const isCompleteLater = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as { readonly [mark]?: unknown })[mark] === true
