import type { PayloadPipeline } from '@reyield/data'
import type { Duration } from '@reyield/workflow'

/**
 * What a profile can set. All members have defaults. Paths are relative to the configuration file.
 *
 * @example
 * ```ts
 * const staging: ProfileConfig = { region: 'eu-west-1', domain: 'shop-staging' }
 * ```
 */
export interface ProfileConfig {
  /** The URL of SWF, or `dev` for the local one that `reyield dev` runs in the folder of the file. Default: Amazon SWF. */
  readonly endpoint?: string
  /** The AWS region. Default: AWS_REGION, or another source of the AWS SDK. */
  readonly region?: string
  /** The SWF domain in which the executions are. */
  readonly domain?: string
  /**
   * Modules that export the workflows: paths or globs such as `src/workflows/*.ts`. Their code shows where executions wait, and checks the
   * inputs that the command line sends.
   */
  readonly workflows?: string | readonly string[]
  /** Modules that export the activities: paths or globs. `doctor` compares their types with those registered. */
  readonly activities?: string | readonly string[]
  /**
   * How payloads are written: `superjson` (default), `json`, `text` (strings as they are), or the path of a module that exports it as `serializer`
   * or by default.
   */
  readonly serializer?: 'superjson' | 'json' | 'text' | (string & {})
  /**
   * The codecs that encode serialized payloads, as those of the workers: a list, or the path of a module that exports it as `pipeline`. They
   * run in the process of the command line, with its credentials.
   */
  readonly pipeline?: PayloadPipeline | string
  /** Other builds of the workflows that still have open executions, by their build ids. */
  readonly builds?: Readonly<Record<string, BuildConfig>>
  /** How long a call is retried while SWF throttles or is away. Default 30 seconds. */
  readonly retryFor?: Duration
  /** How long a replay of one execution may take before it is given up. Default 5 seconds. */
  readonly replayTimeout?: Duration
}

/**
 * A build of the workflows.
 *
 * @example
 * ```ts
 * const older: BuildConfig = { workflows: '../releases/41f/workflows/*.js' }
 * ```
 */
export interface BuildConfig {
  /** Modules that export the workflows of this build: paths or globs. */
  readonly workflows: string | readonly string[]
}

/**
 * What `reyield dev` runs.
 *
 * @example
 * ```ts
 * const dev: DevConfig = { worker: 'src/worker.ts', inputs: 'inputs' }
 * ```
 */
export interface DevConfig {
  /** The module that starts the workers. It's run as a process of its own, and restarted when code changes. */
  readonly worker: string
  /** The folder of saved inputs, from which the key `s` starts executions. Default `inputs`. */
  readonly inputs?: string
  /** Folders and files with code, at whose changes the worker is restarted. Default: the folders of all configured modules. */
  readonly watch?: string | readonly string[]
}

/**
 * The configuration of `reyield`: the default export of `reyield.config.ts`.
 *
 * @example
 * ```ts
 * const config: ReyieldConfig = { domain: 'shop', workflows: 'src/workflows/*.ts', profiles: { local: { endpoint: 'dev' } } }
 * ```
 */
export interface ReyieldConfig extends ProfileConfig {
  /** Sets of members that replace those above, chosen by `--profile` or REYIELD_PROFILE. */
  readonly profiles?: Readonly<Record<string, ProfileConfig>>
  /** What `reyield dev` runs. */
  readonly dev?: DevConfig
}

/**
 * Returns its argument. It's for the types of a configuration file.
 *
 * @example
 * ```ts
 * export default defineConfig({
 *   domain: 'shop',
 *   workflows: 'src/workflows/*.ts',
 *   profiles: { local: { endpoint: 'dev' } },
 * })
 * ```
 */
export const defineConfig = (config: ReyieldConfig): ReyieldConfig => config
