/**
 * The configuration of the command line tool `reyield`.
 *
 * @module
 */
export { defineConfig } from './config/config.ts'
export type { BuildConfig, DevConfig, ProfileConfig, ReyieldConfig } from './config/config.ts'
