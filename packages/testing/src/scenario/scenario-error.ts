import { ReyieldError } from '@reyield/workflow'
import { errorText, text } from '../text.ts'
import type { Failure } from './checks.ts'
import { printedTest } from './printed-test.ts'
import { scenarioView, type ScenarioPoint } from './state.ts'

/**
 * A check failed in a scenario. The message lists the scenario's steps and prints it as a test to paste.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'SCENARIO_FAILED')) console.error(error.steps.join('\n'))
 * ```
 */
export class ScenarioFailedError extends ReyieldError<'SCENARIO_FAILED'> {
  static {
    this.prototype.name = 'ScenarioFailedError'
  }
  /** The description of the check that failed: the user's, or a built-in one. */
  readonly check: string
  readonly kind: Failure['kind']
  /** What happened, step by step. */
  readonly steps: readonly string[]
  /** The same steps as a test to paste. */
  readonly test: string
  constructor(point: ScenarioPoint, failure: Failure, note: string) {
    const steps = point.state.steps.map(({ sentence }) => sentence)
    const test = printedTest(point, failure.check)
    super('SCENARIO_FAILED', message(point, failure, steps, test, note), { cause: failure.error })
    this.check = failure.check
    this.kind = failure.kind
    this.steps = steps
    this.test = test
  }
}

function message(
  point: ScenarioPoint,
  failure: Failure,
  steps: readonly string[],
  test: string,
  note: string,
): string {
  const { workflow, input } = point.setup
  const detail = failure.detail === undefined ? '' : ` (${failure.detail})`
  const size = `${steps.length} step${steps.length === 1 ? '' : 's'}${note}`
  return [
    `${headings[failure.kind] ?? 'Built-in check failed'}: "${failure.check}"${detail}`,
    ...(failure.error === undefined ? [] : [indented(errorText(failure.error))]),
    `The scenario (${size}) of workflow '${workflow.name}' with input ${text(input)}:`,
    ...steps.map((sentence, index) => `  ${index + 1}. ${sentence}`),
    `  then the execution is ${endText(point)}`,
    'As a test:',
    indented(test),
  ].join('\n')
}

const headings: Readonly<Partial<Record<Failure['kind'], string>>> = {
  always: 'Always check failed',
  never: 'This must never hold, but it does',
  finally: 'Final check failed',
}

function endText(point: ScenarioPoint): string {
  const { closeStatus, result, error, waiting } = scenarioView(point)
  if (closeStatus === undefined) {
    const awaited = waiting.map(({ kind, id, name }) => `${kind} ${name ?? `'${id}'`}`)
    return awaited.length === 0 ? 'open' : `open, and waits for ${awaited.join(', ')}`
  }
  if (closeStatus === 'COMPLETED') return `closed: COMPLETED, ${text(result)}`
  return `closed: ${closeStatus}${error === undefined ? '' : `, ${errorText(error)}`}`
}

const indented = (lines: string) => lines.replaceAll(/^/gm, '  ')
