import { inspect } from 'node:util'
import { ReyieldError } from '@reyield/workflow'
import type { Failure } from './checks.ts'
import type { TakenStep } from './step.ts'
import { quoted } from '../code.ts'
import { text } from '../text.ts'
import { inputCode, workflowVariable } from './test-code.ts'
import type { ScenarioRunner } from './scenario-runner.ts'

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
  constructor(runner: ScenarioRunner, failure: Failure, note: string) {
    const steps = runner.steps.map(({ sentence }) => sentence)
    const test = testOf(runner, failure)
    super('SCENARIO_FAILED', message(runner, failure, steps, test, note), { cause: failure.error })
    this.check = failure.check
    this.kind = failure.kind
    this.steps = steps
    this.test = test
  }
}

function message(
  runner: ScenarioRunner,
  failure: Failure,
  steps: readonly string[],
  test: string,
  note: string,
): string {
  const { closeStatus, result, error, waiting } = runner.view
  const end =
    closeStatus === undefined
      ? `the execution is open${waiting.length === 0 ? '' : `, and waits for ${waiting.map(({ kind, id, name }) => `${kind} ${name ?? `'${id}'`}`).join(', ')}`}`
      : `the execution is closed: ${closeStatus}${closeStatus === 'COMPLETED' ? `, ${text(result)}` : error === undefined ? '' : `, ${errorText(error)}`}`
  return [
    `${not[failure.kind]} "${failure.check}"${failure.detail === undefined ? '' : ` (${failure.detail})`}`,
    ...(failure.error === undefined ? [] : [indented(errorText(failure.error))]),
    `The scenario (${steps.length} step${steps.length === 1 ? '' : 's'}${note}), of workflow '${runner.setup.workflow.name}' with ${text(runner.setup.input)}:`,
    ...steps.map((sentence, index) => `  ${index + 1}. ${sentence}`),
    `  then ${end}`,
    'As a test:',
    indented(test),
  ].join('\n')
}

const not: Readonly<Record<Failure['kind'], string>> = {
  always: 'Always check failed:',
  never: 'Never check failed:',
  finally: 'Final check failed:',
  stuck: 'Built-in check failed:',
  endless: 'Built-in check failed:',
  events: 'Built-in check failed:',
  error: 'Built-in check failed:',
}

const errorText = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)

const indented = (lines: string) => lines.replaceAll(/^/gm, '  ')

function testOf(
  { setup: { workflow, input }, simulator, steps }: ScenarioRunner,
  { check }: Failure,
): string {
  return [
    `it(${quoted(check)}, async () => {`,
    `  const execution = await scenario(${workflowVariable(workflow.name)}, ${inputCode(input, simulator.serializer)}, options)`,
    ...steps.flatMap(({ call }: TakenStep) => (call === undefined ? [] : [`  await execution.${call}`])),
    '  await execution.runToEnd()',
    '})',
  ].join('\n')
}
