import type { Pipeline } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import type { Swf } from '../port/swf.ts'
import type { Timers } from '../port/timers.ts'

/** What all calls of a client use. */
export interface ClientContext {
  readonly swf: Swf
  readonly domain: string
  readonly pipeline: Pipeline
  readonly timers: Timers
  /** The serializer of the workflow, else that of the client. */
  readonly serializer: Serializer
}
