import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { ReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { readPrivateFolder } from './private-folder.ts'
import type { Watched } from './watchdog.ts'

const oneHour = 3_600_000

/**
 * The execution blocked the thread of an earlier process, and the code is still the same.
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
      `Workflow ${name} ${version} blocked the thread at ${at.toISOString()}, with a loop that asks for nothing, and its code is ` +
        `still the same: the execution is set aside. Deploy code without the loop`,
    )
  }
}

/** What the watchdog writes down of an execution. */
export function watched(definition: AnyWorkflow, execution: { workflowId: string; runId: string }): Watched {
  const { name, version } = definition
  const { workflowId, runId } = execution
  const file = `${createHash('sha256').update(runId).digest('hex').slice(0, 32)}.json`
  return { name, version, workflowId, runId, code: codeOf(definition), file }
}

/** What is read of a note. */
interface Note {
  readonly code: string
  /** When the thread was blocked, in epoch milliseconds. */
  readonly at: number
}

/** The notes of earlier processes, as they are when a decider is made. */
export class SetAside {
  readonly #notes = new Map<string, Note>()

  /**
   * `folder`: where the notes are; undefined: there are none.
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
    return undefined // not ours
  }
}

/** Another text of the workflow, or another build of the program that runs it. */
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
