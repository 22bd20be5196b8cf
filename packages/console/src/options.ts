import type { Swf } from '@reyield/client'
import type { PayloadPipeline, Serializer } from '@reyield/data'
import type { ReplayHosts } from '@reyield/inspect'
import type { Duration } from '@reyield/workflow'
import type { LocalControls } from './local/controls.ts'

/**
 * What a console shows, and where it listens.
 *
 * @example
 * ```ts
 * const { url } = await startConsole({ swf: retrying(awsSwf()), domain: 'shop', place: 'Amazon SWF eu-west-1', readOnly: true })
 * console.log(url)
 * ```
 */
export interface ConsoleOptions {
  /** The port to SWF, with retries. Without one, only files are shown, and nothing can be changed. */
  readonly swf?: Swf | undefined
  /** The SWF domain. Required with `swf`. Without it, it's only what codecs of a file's payloads get. */
  readonly domain?: string | undefined
  /** What the page calls SWF: `Amazon SWF eu-west-1`. Default: `SWF`, or the name of the first file. */
  readonly place?: string | undefined
  /** Reads and writes payloads, as that of the workers. Default superjson. */
  readonly serializer?: Serializer
  /** The codecs of payloads, as those of the workers. If one of them encrypts, payloads are hidden until somebody asks for one. Default: none. */
  readonly pipeline?: PayloadPipeline
  /** The workflows, for source lines and variables. The console closes them. Default: none. */
  readonly code?: ReplayHosts | undefined
  /** The local SWF, if it runs in this process: its events, its clock and its faults. */
  readonly local?: LocalControls | undefined
  /** Paths of files with recorded histories. */
  readonly files?: readonly string[]
  /** The TCP port. 0: any free port. Default: 4580, or a free one if that is in use. */
  readonly port?: number | undefined
  /** The address on which it listens. If other machines can reach it, reading needs the token as well. Default `127.0.0.1`. */
  readonly host?: string
  /** The token that changes need. Default: a random one. */
  readonly token?: string
  /** Whether nothing can be changed. Default false. */
  readonly readOnly?: boolean
  /** How many calls a second look for executions that need attention. Default 10; on a local SWF as many as it takes. */
  readonly attentionCalls?: number
  /** How many calls a minute the console allows itself. What a person asks for is always done; what runs in the background waits. Default 900. */
  readonly callBudget?: number
  /** How often SWF's lists are read while somebody looks. A local SWF of this process tells of changes by itself. Default 5 seconds. */
  readonly watchEvery?: Duration
  /** How long a call is tried again while SWF is away or throttles. Default 5 seconds: somebody waits in front of the page. */
  readonly retryFor?: Duration
  /** Called with errors that the page only gets a code of, because they are bugs. Default: they are written to the console of the process. */
  readonly onError?: (error: unknown) => void
  /** The time in milliseconds since 1970. Default: the clock of the local SWF, or of the process. */
  readonly now?: () => number
}

/** A console that runs. */
export interface RunningConsole {
  /** The address of the page, with the token: open it in a browser. */
  readonly url: string
  /** The same without the token. */
  readonly address: string
  readonly token: string
  readonly port: number
  /** Shows executions with other code from now on, for instance after a change. The console closes the code before. */
  setCode(code: ReplayHosts | undefined): Promise<void>
  /** Ends the server, its connections and the replay hosts. */
  close(): Promise<void>
}
