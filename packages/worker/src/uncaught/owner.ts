/** The owner of uncaught errors: one decision task of a workflow, or one running activity. */
export interface Owner {
  /** Called with an uncaught error: of a promise that no code awaits, of a timer, of an `error` event without a listener. */
  uncaught(error: unknown): void
}
