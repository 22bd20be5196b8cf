import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Does something once for a run of tests, whichever file asks first, in a folder of its own. The result goes through JSON. The folder is
 * that of this run of tests (test/temporary-folder.ts), which removes it.
 */
export async function oncePerRun<T>(name: string, make: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), name)
  const done = `${folder}.json`
  try {
    mkdirSync(folder)
  } catch {
    return waitFor<T>(name, done)
  }
  let outcome: Outcome<T>
  try {
    outcome = { result: await make(folder) }
  } catch (error) {
    outcome = { error: { name: (error as Error).constructor.name, message: String(error) } }
  }
  writeFileSync(`${done}.new`, JSON.stringify(outcome))
  renameSync(`${done}.new`, done) // whole or not there
  return waitFor<T>(name, done)
}

type Outcome<T> =
  | { readonly result: T }
  | { readonly error: { readonly name: string; readonly message: string } }

/** What was done once has failed. `cause` is the name of the error's class, as the error may be of another process. */
export class OnceError extends Error {
  override readonly name = 'OnceError'
}

async function waitFor<T>(name: string, done: string): Promise<T> {
  for (const deadline = Date.now() + 900_000; !existsSync(done); await wait(50)) {
    if (Date.now() > deadline) throw new OnceError(`${name} was not done in time`)
  }
  const outcome = JSON.parse(readFileSync(done, 'utf8')) as Outcome<T>
  if ('result' in outcome) return outcome.result
  throw new OnceError(outcome.error.message, { cause: outcome.error.name })
}
