import type { Client, Swf } from '@reyield/client'
import type { PayloadPipeline } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import type { Settings } from '../config/settings.ts'
import type { CoderOf } from '@reyield/inspect/internal'
import type { Definitions } from '../modules/definitions.ts'
import type { Output } from '../output/output.ts'
import type { StatusLine } from '../output/status-line.ts'

/** How a command prints its answer. */
export type Format = 'text' | 'json' | 'jsonl'

/** What commands use. What needs a configuration or a connection is loaded when it's first asked for. */
export interface CommandContext {
  /** Standard output. */
  readonly out: Output
  /** Standard error, for notes that are no part of the answer. */
  readonly notes: Output
  readonly status: StatusLine
  readonly format: Format
  /** Aborted by Ctrl-C. Calls of `swf` and `client` are then aborted by themselves. */
  readonly interrupted: AbortSignal
  /** The time, in milliseconds since 1970. */
  readonly now: () => number
  /** The configuration, from flags, environment and file. */
  readonly settings: () => Promise<Settings>
  /** @throws ConfigError (CONFIG_INVALID) if no domain is configured */
  readonly domain: () => Promise<string>
  /** The port to SWF, with retries. */
  readonly swf: () => Promise<Swf>
  /** The same, but a try of a call that is under way at Ctrl-C goes on, so that its outcome is known. */
  readonly finishingSwf: () => Promise<Swf>
  readonly client: () => Promise<Client>
  readonly serializer: () => Promise<Serializer>
  readonly pipeline: () => Promise<PayloadPipeline>
  /**
   * What the payloads of an execution are decoded and encoded with, by its workflow id.
   *
   * @throws ConfigError (CONFIG_INVALID) if a pipeline is configured and no domain; InvalidPipelineError (PIPELINE_INVALID)
   */
  readonly coder: () => Promise<CoderOf>
  /** The configured workflows and signals, loaded into this process. None if none are configured. */
  readonly definitions: () => Promise<Definitions>
  /** Registers what is done when the command has ended, in reverse order. */
  readonly onClose: (close: () => unknown) => void
}
