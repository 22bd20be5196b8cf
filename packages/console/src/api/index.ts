/** What the page and the server say to each other. Only types: the page imports nothing else of the server. */
export type * from './wire.ts'
export type * from './session.ts'
export type * from './executions.ts'
export type * from './execution.ts'
export type * from './actions.ts'
export type * from './other.ts'
export type * from './endpoints.ts'
