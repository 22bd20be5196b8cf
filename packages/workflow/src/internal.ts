/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/workflow` only.
 *
 * @module
 */
export { executionSeconds } from './workflow.ts'
export { checkSchema, issuesOf } from './schema/schema.ts'
export type { CheckingSchema, SchemaValue } from './schema/schema.ts'
export { namesOf, classesInChain, retryWait } from './retry/policy.ts'
export type { RetryData } from './retry/policy.ts'
export type { AnyFunction, Checked, Refused } from './types/refused.ts'
export { childHandle } from './operations/child.ts'
export { forkHandle } from './operations/fork.ts'
export { isCoroutine } from './operations/branches.ts'
export { isOperation, noteOperations, ordinalOf } from './operation.ts'
export type { Notes } from './operation.ts'
export { drive } from './running/driven.ts'
export { ended } from './running/ended.ts'
export { toSeconds } from './duration.ts'
export { checkName } from './checks/names.ts'
export { catalogue } from './errors/catalogue.ts'
export { isBug } from './errors/bug.ts'
export { classesOf, nameOf, nameOfThrown } from './errors/classes.ts'
export { ProgramFrames, userStack, withStackLimit } from './stacks/frames.ts'
export type { LineMapper } from './stacks/frames.ts'
export { mark, markMethods } from './stacks/marks.ts'
export type { Mark } from './stacks/marks.ts'
export { throwInto } from './stacks/placed.ts'
export { describeType, messageOf, messagesOf, printed } from './errors/printed.ts'
export { presentName } from './errors/former-names.ts'
export { markRevived, revivedOf } from './errors/revived.ts'
export type { Revived } from './errors/revived.ts'
export { pathsOf } from './errors/schema.ts'
