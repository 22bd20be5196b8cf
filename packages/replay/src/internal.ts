/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/replay` only.
 *
 * @module
 */
export { engineTimer } from './program/ids.ts'
export { harmlessMessage, inShort } from './errors/in-short.ts'
