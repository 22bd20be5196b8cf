/**
 * Exports for the other packages of Reyield. Not covered by semantic versioning: any release may change them. Programs import
 * from `@reyield/replay` only.
 *
 * @module
 */
export { engineTimer } from './program/ids.ts'
export { harmlessMessage, inShort } from './errors/in-short.ts'
