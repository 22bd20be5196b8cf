import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { superjson } from '@reyield/data'
import { explain } from '@reyield/replay/where'
import { ReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { workflowOf } from '../code/workflow-of.ts'
import { loadHistories, type LoadedHistory } from '../history/load-history.ts'
import { replayAll, type ReplayAllOptions, type ReplayedTask } from './replay-all.ts'

/** A history of a folder that replays. */
export interface ReplayedFile {
  /** Relative to the folder. It may have several histories. */
  readonly file: string
  /** Its execution, if the file contains it. */
  readonly execution: LoadedHistory['execution']
  readonly workflow: AnyWorkflow
  readonly tasks: readonly ReplayedTask[]
}

/** A history of a folder that doesn't replay, or a file that isn't a history. */
export interface FailedFile {
  readonly file: string
  readonly execution: LoadedHistory['execution']
  readonly error: unknown
}

/**
 * Histories in a folder that don't fit the code. The message has each file with its error. A determinism error is shown
 * as a diff with source lines.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'REPLAY_FAILED')) console.error(error.message)
 * ```
 */
export class ReplayFailedError extends ReyieldError<'REPLAY_FAILED'> {
  static {
    this.prototype.name = 'ReplayFailedError'
  }
  readonly failures: readonly FailedFile[]
  constructor(folder: string, of: number, failures: readonly FailedFile[]) {
    super(
      'REPLAY_FAILED',
      [
        `${failures.length} of ${of} histories in ${folder} don't replay`,
        ...failures.map(({ file, execution, error }) => {
          const whose = execution === undefined ? '' : `: ${execution.workflowId}, run ${execution.runId}`
          const text = error instanceof Error ? error.message : String(error)
          return `\n${file}${whose}\n  ${text.replaceAll('\n', '\n  ')}`
        }),
      ].join('\n'),
    )
    this.failures = failures
  }
}

/**
 * Replays all recorded histories in a folder and its subfolders (files `*.json`, each with one history or with a list,
 * as `swf-local export` writes them), at each of their decision tasks. Use it in CI to find open executions that new
 * code can't continue, before a deployment. The workflow is found by the type in the history's first event.
 *
 * @throws ReplayFailedError (REPLAY_FAILED)
 * @example
 * ```ts
 * it('open executions go on with this code', async () => {
 *   await replayFolder('histories', [order, shipping])
 * })
 * ```
 */
export async function replayFolder(
  folder: string,
  workflows: readonly AnyWorkflow[],
  options: ReplayAllOptions = {},
): Promise<ReplayedFile[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.json'))
    .sort()
  const replayed: ReplayedFile[] = []
  const failures: FailedFile[] = []
  for (const file of files) {
    for (const history of await loadFile(join(folder, file))) {
      if ('error' in history) {
        failures.push({ file, execution: undefined, ...history })
        continue
      }
      const { execution } = history
      try {
        const workflow = workflowOf(history.events, workflows)
        replayed.push({ file, execution, workflow, tasks: await replay(workflow, history, options) })
      } catch (error) {
        failures.push({ file, execution, error })
      }
    }
  }
  if (failures.length > 0) {
    throw new ReplayFailedError(folder, replayed.length + failures.length, failures)
  }
  return replayed
}

async function loadFile(path: string): Promise<readonly (LoadedHistory | { readonly error: unknown })[]> {
  try {
    return loadHistories(await readFile(path, 'utf8'))
  } catch (error) {
    return [{ error }]
  }
}

/** What it throws has the diff and the source lines. */
function replay(
  workflow: AnyWorkflow,
  history: LoadedHistory,
  options: ReplayAllOptions,
): Promise<ReplayedTask[]> {
  return replayAll(workflow, history, options).catch(async (error: unknown) => {
    throw await explain(error, workflow, history.events, {
      execution: history.execution,
      serializer: options.serializer ?? superjson,
      ...(options.guards === undefined ? {} : { guards: options.guards }),
    })
  })
}
