/**
 * A web page that shows executions: lists, timelines, source code, and every moment in between.
 *
 * @module
 */

export { startConsole } from './start-console.ts'
export type { ConsoleOptions, RunningConsole } from './options.ts'
export type { LocalControls, LocalDeadline } from './local/controls.ts'

// what page and server say to each other
export type { ApiError, Endpoint, Endpoints } from './api/index.ts'

// errors
export {
  ConsolePortError,
  ForbiddenRequestError,
  InvalidRequestError,
  ReadOnlyConsoleError,
} from './errors.ts'
