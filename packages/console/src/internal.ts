/**
 * What the command line shares with this package. Not covered by semantic versioning: any release may change it. Programs import from
 * `@reyield/console` only.
 *
 * @module
 */
export { deadlineText } from './local/deadline-text.ts'
