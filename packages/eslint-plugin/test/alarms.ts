import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import { lintFile, type LintOptions } from './lint-files.ts'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The settings with which the repository is linted. */
export const { settings } = JSON.parse(
  readFileSync(join(root, '.oxlintrc.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
) as { settings: Record<string, object> }

/** Files of a folder, without what was installed or built. */
export const filesOf = (patterns: string[], cwd = root): string[] =>
  globSync(patterns, {
    cwd,
    absolute: true,
    ignore: patterns.some(one => one.startsWith('node_modules')) ? [] : ['**/node_modules/**', '**/dist/**'],
  }).toSorted()

/** How often rules report something in files: `{ 'examples/guide/held.ts: no-foreign-await': 1 }`. */
export function alarms(
  files: readonly string[],
  options: LintOptions & { before?: string },
  folder = root,
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const file of files)
    for (const { rule } of lintFile(file, options)) {
      const key = `${relative(folder, file)}: ${rule}`
      counts[key] = (counts[key] ?? 0) + 1
    }
  return counts
}
