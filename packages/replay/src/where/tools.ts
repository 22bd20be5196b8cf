import type { TraceTools } from '../program/trace.ts'
import { sourceLine } from './source-lines.ts'
import { suspendedAt } from './suspended.ts'

/** What a replay made for people needs to name source lines. */
export const tools: TraceTools = { line: sourceLine, suspendedAt }
