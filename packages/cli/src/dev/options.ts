import type { DevSettings, Settings } from '../config/settings.ts'

/** What `reyield dev` was given. */
export interface DevOptions extends DevSettings {
  readonly settings: Settings
  /** The configuration file. */
  readonly config: string
  readonly db: string
  readonly port: number | undefined
  readonly payloads: boolean
  /** Whether the console is started. */
  readonly console: boolean
}
