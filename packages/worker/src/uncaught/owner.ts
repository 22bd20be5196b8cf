/** Code of a user whose errors are its own: one decision task of a workflow, or one running activity. */
export interface Owner {
  /** Takes an error that nothing catches: of a promise that nobody awaits, of a timer, of an event without a listener. */
  uncaught(error: unknown): void
}
