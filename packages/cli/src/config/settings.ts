import type { PayloadPipeline } from '@reyield/data'

/** The configuration that holds for a command: flags before environment before profile before file before defaults. */
export interface Settings {
  /** The configuration file; undefined if there is none. */
  readonly file: string | undefined
  readonly profile: string | undefined
  /**
   * The URL of SWF; undefined for Amazon SWF, or for what the AWS SDK's variables say.
   *
   * @throws ConfigError (CONFIG_INVALID) when it's read, if it's that of `reyield dev` and that doesn't run
   */
  readonly endpoint: string | undefined
  readonly region: string | undefined
  readonly domain: string | undefined
  /** Absolute paths and globs of modules that export workflows. */
  readonly workflows: readonly string[]
  /** Absolute paths and globs of modules that export activities. */
  readonly activities: readonly string[]
  /** `superjson`, `json`, `text`, or the absolute path of a module. */
  readonly serializer: string
  /** A pipeline, or the absolute path of a module. */
  readonly pipeline: PayloadPipeline | string | undefined
  /** Older and newer builds of the workflows, by their ids. */
  readonly builds: Readonly<Record<string, { readonly workflows: readonly string[] }>>
  /** What `reyield dev` runs; undefined if it isn't configured. */
  readonly dev: DevSettings | undefined
  /** How long a call is retried, in milliseconds. */
  readonly retryFor: number
  /** How long a replay may take, in milliseconds. */
  readonly replayTimeout: number
}

/** The member `dev` of the configuration, with absolute paths. */
export interface DevSettings {
  readonly worker: string
  readonly inputs: string
  /** Empty for the folders of all configured modules. */
  readonly watch: readonly string[]
}
