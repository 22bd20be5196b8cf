import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { ReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { readPrivateFolder } from './private-folder.ts'
import type { Watched } from './watchdog.ts'

const oneHour = 3_600_000

/**
 * The execution blocked the thread of an earlier process, and the code hasn't changed since.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_BLOCKED')) console.error(error.message)
 * ```
 */
export class BlockedWorkflowError extends ReyieldError<'WORKFLOW_BLOCKED'> {
  static {
    this.prototype.name = 'BlockedWorkflowError'
  }
  constructor({ name, version }: Watched, at: Date) {
    super(
      'WORKFLOW_BLOCKED',
      `Workflow ${name} ${version} blocked the thread at ${at.toISOString()}, in a loop without operations. Its code has not ` +
        `changed since, so the execution is quarantined. Deploy code without the loop`,
    )
  }
}

/** The data that the watchdog writes about an execution that blocks the thread. */
export function watched(definition: AnyWorkflow, execution: { workflowId: string; runId: string }): Watched {
  const { name, version } = definition
  const { workflowId, runId } = execution
  const file = `${createHash('sha256').update(runId).digest('hex').slice(0, 32)}.json`
  return { name, version, workflowId, runId, code: codeOf(definition), file }
}

/** The part of a note that is read. */
interface Note {
  readonly code: string
  /** When the thread was blocked, in epoch milliseconds. */
  readonly at: number
}

/** The executions that blocked the thread of earlier processes, from the notes at the time when a decider is created. */
export class Quarantine {
  readonly #notes = new Map<string, Note>()

  /**
   * `folder`: the folder of the notes; undefined if there are none.
   *
   * @throws UnsafeFolderError (WATCHDOG_FOLDER_UNSAFE)
   */
  constructor(folder: string | undefined) {
    if (folder === undefined) return
    for (const [file, text] of readPrivateFolder(folder)) {
      const note = noteOf(text)
      if (note !== undefined) this.#notes.set(file, note)
    }
  }

  /**
   * Throws if an execution blocked the thread less than an hour ago with the very same code.
   *
   * @throws BlockedWorkflowError (WORKFLOW_BLOCKED)
   */
  check(execution: Watched, now = Date.now()): void {
    const noted = this.#notes.get(execution.file)
    if (noted === undefined || noted.code !== execution.code || now - noted.at >= oneHour) return
    throw new BlockedWorkflowError(execution, new Date(noted.at))
  }
}

function noteOf(text: string): Note | undefined {
  try {
    const { code, at } = JSON.parse(text) as Note
    return typeof code === 'string' && typeof at === 'number' ? { code, at } : undefined
  } catch {
    return undefined // not a note of a watchdog
  }
}

/** A hash that changes with the text of the workflow, and with the build of the program that runs it. */
function codeOf(definition: AnyWorkflow): string {
  const known = codes.get(definition)
  if (known !== undefined) return known
  const text = `${definition.run.toString()} ${builtAt()}`
  const code = createHash('sha256').update(text).digest('hex').slice(0, 16)
  codes.set(definition, code)
  return code
}

const codes = new WeakMap<AnyWorkflow, string>()

function builtAt(): number {
  try {
    return statSync(process.argv[1] ?? '').mtimeMs
  } catch {
    return 0
  }
}
