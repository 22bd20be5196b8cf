import { SourceFrames } from '../program/stack-lines.ts'
import type { TraceTools } from '../program/trace.ts'
import { sourceLine } from './source-lines.ts'
import { suspendedAt } from './suspended.ts'

/** The functions with which a replay finds source lines. */
export const tools: TraceTools = { line: sourceLine, suspendedAt }

/** Finds source lines for `noteAsked` of all replays of the process. */
export const sourceFrames = new SourceFrames(sourceLine)
