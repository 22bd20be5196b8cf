import { areNamesShortened } from '@reyield/workflow/internal'
import type { Settings } from './worker-options.ts'

/**
 * Warns if a bundler has shortened the names of classes. A policy that names an error as a string would then not know errors whose class
 * declares no name, and nothing else says so.
 */
export function warnOfShortNames({
  logger,
  domain,
  taskList,
}: Pick<Settings, 'logger' | 'domain' | 'taskList'>): void {
  if (!areNamesShortened()) return
  logger.warn(
    'A bundler has shortened the names of the classes in this program. Errors are recorded by the name of their class, so ' +
      'retry policies may not know them: keep names when bundling (keepNames: true in esbuild and in rolldown)',
    { domain, taskList },
  )
}
