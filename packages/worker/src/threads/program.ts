import { existsSync } from 'node:fs'
import { InvalidDefinitionError } from '@reyield/workflow'

/** Undefined in a bundle of CommonJS. */
const here: string | undefined = import.meta.url

/** Tests that run the sources start child processes and threads from the build. */
export const runsFromSources = here?.endsWith('.ts') === true

/** What the program is called in a bundle, which has it as an entry of its own (docs/guide/bundling.md). */
const names = ['reyield-thread.js', 'reyield-thread.mjs', 'reyield-thread.cjs']

/**
 * Returns the program of the threads: a file of this package. In a bundle it's a file beside the module of the activities, or beside this
 * code.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 */
export function threadProgram(module: string): URL {
  const installed = runsFromSources ? '../../dist/threads/inside/thread.js' : './inside/thread.js'
  const candidates = [
    ...(here === undefined ? [] : [new URL(installed, here)]),
    ...[module, here].flatMap(base => (base === undefined ? [] : names.map(name => new URL(name, base)))),
  ]
  const found = candidates.find(url => existsSync(url))
  if (found !== undefined) return found
  throw new InvalidDefinitionError(
    `The program of threads is missing beside ${new URL(module).pathname}. In a bundle, make '@reyield/worker/thread' an entry with the ` +
      `name reyield-thread`,
  )
}
