import { isDeepStrictEqual } from 'node:util'
import { ReyieldError, type WorkflowDefinition } from '@reyield/workflow'
import { optionsOf, type OptionsOrFactory } from '../simulator/options.ts'
import { text } from '../text.ts'
import type { CrashPoint } from './incidents.ts'
import type { RunOptions } from './options.ts'
import { run, type RunResult } from './run.ts'

/** A run in which a process crashed. */
export interface CrashedRun<Result = unknown> {
  readonly point: CrashPoint
  /** What the process was doing: an activity's name and id, or a workflow id. */
  readonly what: string
  readonly run: RunResult<Result>
}

/**
 * The crash of one process changes how a workflow ends.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CRASH_NOT_TOLERATED')) console.error(error.message)
 * ```
 */
export class CrashNotToleratedError extends ReyieldError<'CRASH_NOT_TOLERATED'> {
  static {
    this.prototype.name = 'CrashNotToleratedError'
  }
  readonly point: CrashPoint
  readonly what: string
  constructor(
    workflow: string,
    { point, what }: Pick<CrashedRun, 'point' | 'what'>,
    why: string,
    cause: unknown,
  ) {
    const where = `a process crashed at this point: ${point} (${what})`
    super('CRASH_NOT_TOLERATED', `Workflow '${workflow}' ${why} when ${where}`, { cause })
    this.point = point
    this.what = what
  }
}

/**
 * Runs a workflow repeatedly. In each run a process crashes at another point: a decider that has taken a decision task
 * or has just answered it, or a worker that has taken an activity or has done its work without answering. Each run must
 * end as the run without a crash does, with the same result. If `holds` is given, it is checked instead.
 *
 * @throws CrashNotToleratedError (CRASH_NOT_TOLERATED), and what `run` throws
 * @example
 * ```ts
 * const crashes = await everyCrash(order, { id: '7' }, { activities: shop })
 * expect(crashes.map(({ point }) => point)).toContain('a worker has done the work of an activity')
 * ```
 */
export async function everyCrash<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  input: NoInfer<Input>,
  options: OptionsOrFactory<RunOptions> = {},
  holds?: (crashed: CrashedRun<Result>) => unknown,
): Promise<CrashedRun<Result>[]> {
  const points: Pick<CrashedRun, 'point' | 'what'>[] = []
  const undisturbed = await run(workflow, input, {
    ...optionsOf(options),
    onPoint: (point, what) => points.push({ point, what }),
  })
  const crashed: CrashedRun<Result>[] = []
  for (const [index, point] of points.entries()) {
    let ended: RunResult<Result>
    try {
      ended = await run(workflow, input, { ...optionsOf(options), crashAt: index + 1 })
    } catch (error) {
      throw new CrashNotToleratedError(
        workflow.name,
        point,
        `couldn't continue: ${(error as Error).message}`,
        error,
      )
    }
    const one = { ...point, run: ended }
    crashed.push(one)
    if (holds === undefined) compare(workflow.name, undisturbed, one)
    else check(workflow.name, one, holds)
  }
  return crashed
}

function compare(workflow: string, undisturbed: RunResult, crashed: CrashedRun): void {
  const { run: ended } = crashed
  const same =
    ended.closeStatus === undisturbed.closeStatus && isDeepStrictEqual(ended.result, undisturbed.result)
  if (same) return
  throw new CrashNotToleratedError(
    workflow,
    crashed,
    `ended ${endOf(ended)} and not ${endOf(undisturbed)}, as it does without a crash,`,
    ended.error,
  )
}

function check<Result>(
  workflow: string,
  crashed: CrashedRun<Result>,
  holds: (crashed: CrashedRun<Result>) => unknown,
): void {
  let error: unknown
  try {
    if (holds(crashed) !== false) return
  } catch (thrown) {
    error = thrown
  }
  const why = error instanceof Error ? `: ${error.message}` : ''
  throw new CrashNotToleratedError(workflow, crashed, `fails the check of \`holds\`${why}`, error)
}

const endOf = ({ closeStatus, result, error }: RunResult) =>
  `${closeStatus}${closeStatus === 'COMPLETED' ? ` with ${text(result)}` : ''}${error instanceof Error ? ` (${error.name}: ${error.message})` : ''}`
