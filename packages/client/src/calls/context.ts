import type { PayloadPipeline } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import type { Swf } from '../port/swf.ts'
import type { Timers } from '../port/timers.ts'

/** What the calls of a client work with. */
export interface ClientContext {
  readonly swf: Swf
  readonly domain: string
  readonly pipeline: PayloadPipeline
  readonly timers: Timers
  /** Of the workflow at hand, else the client's. */
  readonly serializer: Serializer
}
