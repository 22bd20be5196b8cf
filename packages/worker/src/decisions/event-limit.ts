/** The most events of a history. At that number SWF terminates the execution (docs/internals/swf-semantics.md §9.1). */
export const mostEvents = 25_000
