/**
 * ESLint rules for workflows and activities: what would hold or corrupt an execution, found while you type. They also run in oxlint.
 *
 * @module
 */

export { configs, meta, rules } from './plugin.ts'
// oxlint-disable-next-line import/no-default-export -- linters load a plugin by its default export
export { plugin as default } from './plugin.ts'
