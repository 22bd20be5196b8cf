import type { ESLint, Linter, Rule } from 'eslint'
import { allRules } from './all-rules.ts'
import type { ReyieldRule } from './rule.ts'
import { version } from './version.ts'

/** The rules by their names, without the prefix `reyield/`. */
export const rules: Record<string, Rule.RuleModule> = Object.fromEntries(allRules.map(one => [one.name, one]))

/** The plugin's name for linters. */
export const meta = { name: '@reyield/eslint-plugin', version, namespace: 'reyield' } as const

const configOf = (name: string, included: readonly ReyieldRule[]): Linter.Config => ({
  name: `reyield/${name}`,
  plugins: { reyield: { meta, rules } },
  rules: Object.fromEntries(included.map(one => [`reyield/${one.name}`, 'error' as const])),
})

/**
 * Flat configs. `recommended` has the rules that report what holds or corrupts an execution. `strict` has all rules.
 *
 * @example
 * ```ts
 * // eslint.config.js
 * import { configs } from '@reyield/eslint-plugin'
 *
 * export default [configs.recommended]
 * ```
 */
export const configs: { readonly recommended: Linter.Config; readonly strict: Linter.Config } = {
  recommended: configOf(
    'recommended',
    allRules.filter(({ recommended }) => recommended),
  ),
  strict: configOf('strict', allRules),
}

/** The whole plugin. */
export const plugin: ESLint.Plugin & { readonly configs: typeof configs } = { meta, rules, configs }
