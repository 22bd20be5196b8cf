import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ReyieldError, type AnyWorkflow } from '@reyield/workflow'
import type { Watched } from './watchdog.ts'

const oneHour = 3_600_000

/**
 * The execution blocked the thread of an earlier process, and the code is still the same.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'BLOCKED')) console.error(error.message)
 * ```
 */
export class BlockedError extends ReyieldError<'BLOCKED'> {
  constructor({ name, version }: Watched, at: Date) {
    super(
      'BLOCKED',
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

/** What earlier processes have noted, as it stands when a decider is made. */
export class SetAside {
  readonly #noted = new Map<string, Watched & { readonly at: number }>()

  constructor(folder: string) {
    for (const file of filesOf(folder)) {
      try {
        this.#noted.set(
          file,
          JSON.parse(readFileSync(join(folder, file), 'utf8')) as Watched & { at: number },
        )
      } catch {
        // half-written: the process was ended a second time
      }
    }
  }

  /**
   * Throws if an execution blocked the thread less than an hour ago with the very same code.
   *
   * @throws BlockedError (BLOCKED)
   */
  check(execution: Watched, now = Date.now()): void {
    const noted = this.#noted.get(execution.file)
    if (noted === undefined || noted.code !== execution.code || now - noted.at >= oneHour) return
    throw new BlockedError(execution, new Date(noted.at))
  }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter(file => file.endsWith('.json'))
  } catch {
    return [] // nothing was ever noted
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
