import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { InvalidOptionError } from '@reyield/client'
import type { RecordedRun } from '@reyield/inspect'
import { neighborsOf, thinned } from '@reyield/inspect/internal'
import type { AnyWorkflow } from '@reyield/workflow'
import type { ActivityOutcome } from '../scenario/options.ts'
import type { ExploreOptions } from './options.ts'

/** Where `reyield lock` looks for them, below its configuration file. */
const usualFolder = '.reyield/recorded'

interface Kept extends RecordedRun {
  readonly pairs: ReadonlySet<string>
  /** Its number of events. */
  readonly cost: number
}

/** How many histories are kept before those are dropped of which others have everything. */
const most = 1000

/** Keeps few of the histories of an exploration, such that each pair of neighboring events that has occurred is in one of them. */
export class Recording {
  #kept: Kept[] = []

  add({ execution, events }: RecordedRun): void {
    this.#kept.push({ execution, events, pairs: neighborsOf(events), cost: events.length })
    if (this.#kept.length >= most) this.#kept = thinned(this.#kept)
  }

  /**
   * Writes the histories into one file, the whole file or nothing. The same exploration has the same file.
   *
   * @throws InvalidOptionError (OPTION_INVALID) if it can't be written
   */
  write(workflow: AnyWorkflow, options: ExploreOptions): void {
    const folder = resolve(
      typeof options.record === 'string' ? options.record : usualFolder,
      fileName(workflow.name),
    )
    const file = join(
      folder,
      `${fileName(workflow.version)}-${identityOf(workflow, inputOf(this.#kept[0]), options)}.json`,
    )
    const texts = thinned(this.#kept).map(({ execution, events }) =>
      JSON.stringify({ recorded: true, execution, events }),
    )
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(`${file}.part`, `[\n${texts.toSorted().join(',\n')}\n]\n`)
      renameSync(`${file}.part`, file)
    } catch (error) {
      throw new InvalidOptionError(
        'record',
        options.record,
        `a folder that can be written, but writing ${file} failed: ${(error as Error).message}`,
      )
    }
  }
}

/** The input of an execution, as it's recorded. */
const inputOf = (of: Kept | undefined): string | undefined =>
  of?.events[0]?.workflowExecutionStartedEventAttributes?.input

/** What distinguishes one exploration of a workflow from another. Checks don't change its histories. */
function identityOf(
  { name, version }: AnyWorkflow,
  input: string | undefined,
  options: ExploreOptions,
): string {
  const { cancelRequests, decisionTimeouts, batches, others, workflowId, start } = options
  const { scenarios, samples, seed, steps, reduction } = options
  const signals = options.signals?.map(signal => [signal.name, signal.value, signal.after])
  const outcomes = Object.entries(options.outcomes ?? {}).map(([of, all]) => [of, all.map(outcomeText)])
  const bounds = { scenarios, samples, seed, steps, reduction }
  const course = { signals, cancelRequests, decisionTimeouts, batches, others, workflowId, start, outcomes }
  const mocks = [options.activities, options.children, options.lambdas].map(sourcesOf)
  const text = inspect([name, version, input, course, bounds, mocks], {
    depth: Infinity,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
  })
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** Without the stack of an error, which has the folder of the program. */
const outcomeText = (outcome: ActivityOutcome): string =>
  typeof outcome === 'string' ? outcome : `failed: ${String(outcome.failed)}`

/** The names of mocks with the text of their functions. */
const sourcesOf = (mocks: object = {}): string[] =>
  Object.entries(mocks).map(([name, mock]: [string, unknown]) => {
    const { name: own, run = mock } = (mock ?? {}) as { readonly name?: unknown; readonly run?: unknown }
    return `${name} ${String(own)} ${typeof run === 'function' ? String(run) : typeof run}`
  })

/** Names of types may have characters that names of files can't have. */
const fileName = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9._-]|^\./g, character => `%${Buffer.from(character).toString('hex')}`)
