/**
 * A port that answers from a script, for tests of code that talks to SWF. For tests of workflows see `@reyield/testing`.
 *
 * @module
 */
export { scriptedSwfError, scriptedSwf } from './port/scripted.ts'
export type { ScriptedAnswer, ScriptedCall } from './port/scripted.ts'
