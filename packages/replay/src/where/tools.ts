import type { TraceTools } from '../program/trace.ts'
import { sourceLine } from './source-lines.ts'
import { suspendedAt } from './suspended.ts'

/** The functions with which a replay finds source lines. */
export const tools: TraceTools = { line: sourceLine, suspendedAt }
