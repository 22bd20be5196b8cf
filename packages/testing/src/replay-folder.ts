import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { superjson } from '@reyield/data'
import { explain } from '@reyield/replay/where'
import { ReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { loadHistory, type LoadedHistory } from './load-history.ts'
import { replayAll, type ReplayAllOptions, type ReplayedTask } from './replay-all.ts'

/** One history of a folder that replays. */
export interface ReplayedFile {
  /** Relative to the folder. */
  readonly file: string
  readonly workflow: AnyWorkflow
  readonly tasks: readonly ReplayedTask[]
}

/**
 * Histories of a folder that the code doesn't fit; the message has each file with its error, a determinism error as a diff
 * with source lines.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'HISTORIES_DO_NOT_REPLAY')) console.error(error.message)
 * ```
 */
export class HistoriesDoNotReplayError extends ReyieldError<'HISTORIES_DO_NOT_REPLAY'> {
  readonly failures: readonly { readonly file: string; readonly error: unknown }[]
  constructor(folder: string, of: number, failures: readonly { file: string; error: unknown }[]) {
    super(
      'HISTORIES_DO_NOT_REPLAY',
      [
        `${failures.length} of ${of} histories in ${folder} don't replay`,
        ...failures.map(({ file, error }) => {
          const text = error instanceof Error ? error.message : String(error)
          return `\n${file}\n  ${text.replaceAll('\n', '\n  ')}`
        }),
      ].join('\n'),
    )
    this.failures = failures
  }
}

/**
 * Replays every recorded history of a folder and its subfolders (files `*.json`), each at every one of its decision tasks:
 * for CI, to find before a deployment which open executions the new code would leave behind. The workflow is found by the
 * type that the history's first event names.
 *
 * @throws HistoriesDoNotReplayError (HISTORIES_DO_NOT_REPLAY)
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
  const failures: { file: string; error: unknown }[] = []
  for (const file of files) {
    try {
      const history = loadHistory(readFileSync(join(folder, file), 'utf8'))
      const workflow = workflowOf(history, workflows)
      const tasks = await replayAll(workflow, history, options).catch(async (error: unknown) => {
        throw await explain(error, workflow, history.events, {
          execution: history.execution,
          serializer: options.serializer ?? superjson,
          ...(options.guards === undefined ? {} : { guards: options.guards }),
        })
      })
      replayed.push({ file, workflow, tasks })
    } catch (error) {
      failures.push({ file, error })
    }
  }
  if (failures.length > 0) throw new HistoriesDoNotReplayError(folder, files.length, failures)
  return replayed
}

function workflowOf({ events }: LoadedHistory, workflows: readonly AnyWorkflow[]): AnyWorkflow {
  const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType
  const found = workflows.find(({ name, version }) => name === type?.name && version === type.version)
  if (found !== undefined) return found
  const given = workflows.map(({ name, version }) => `${name} ${version}`).join(', ')
  throw new Error(`It's of workflow type ${type?.name} ${type?.version}; given were ${given || 'none'}`)
}
