import type { PayloadPipeline, Serializer } from '@reyield/data'
import type { FaultState } from './api/index.ts'
import type { AttentionScan } from './attention/attention-scan.ts'
import type { BulkSteering } from './bulk/bulk-steering.ts'
import type { Code } from './code/code.ts'
import { InvalidRequestError } from './errors.ts'
import type { OpenFiles } from './files/open-files.ts'
import type { EventHub } from './live/event-hub.ts'
import type { LocalControls } from './local/controls.ts'
import type { Service } from './service/service.ts'
import type { SeenTaskLists } from './task-lists/seen.ts'

/** What the endpoints work with. */
export interface App {
  readonly place: string
  readonly domain: string | undefined
  readonly serializer: Serializer
  readonly pipeline: PayloadPipeline
  /** Whether payloads are hidden until they're asked for. */
  readonly isRedacted: boolean
  readonly whyReadOnly: string | undefined
  /** Undefined if only files are open. */
  readonly service: Service | undefined
  readonly code: Code
  readonly files: OpenFiles
  readonly hub: EventHub
  readonly local: LocalControls | undefined
  /** The faults that were set here. */
  readonly faults: { now: FaultState['faults'] }
  /** Undefined if only files are open. */
  readonly attention: AttentionScan | undefined
  readonly taskLists: SeenTaskLists
  readonly bulk: BulkSteering
  readonly now: () => number
}

/**
 * SWF, for endpoints that need it.
 *
 * @throws InvalidRequestError (REQUEST_INVALID) if only files are open
 */
export function serviceOf({ service }: App): Service {
  if (service !== undefined) return service
  throw new InvalidRequestError('Only files are open, so there is no SWF to ask', 404)
}
