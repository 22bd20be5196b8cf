import { inspect } from 'node:util'
import { ReyieldError } from '@reyield/workflow'
import type { Failure } from './checks.ts'
import type { TakenStep } from './step.ts'
import { quoted } from '../code.ts'
import { text } from '../text.ts'
import { inputCode, workflowVariable } from './test-code.ts'
import type { Teller } from './teller.ts'

/**
 * A story in which a check doesn't hold. The message has it as sentences and as a test to paste.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'SCENARIO_FAILED')) console.error(error.story.join('\n'))
 * ```
 */
export class ScenarioFailedError extends ReyieldError<'SCENARIO_FAILED'> {
  static {
    this.prototype.name = 'ScenarioFailedError'
  }
  /** The sentence that doesn't hold: one of the user's, or one of ours. */
  readonly check: string
  readonly kind: Failure['kind']
  /** What happened, step by step. */
  readonly story: readonly string[]
  /** The same as a test to paste. */
  readonly test: string
  constructor(teller: Teller, failure: Failure, note: string) {
    const story = teller.steps.map(({ sentence }) => sentence)
    const test = testOf(teller, failure)
    super('SCENARIO_FAILED', message(teller, failure, story, test, note), { cause: failure.error })
    this.check = failure.check
    this.kind = failure.kind
    this.story = story
    this.test = test
  }
}

function message(
  teller: Teller,
  failure: Failure,
  story: readonly string[],
  test: string,
  note: string,
): string {
  const { closeStatus, result, error, waiting } = teller.view
  const end =
    closeStatus === undefined
      ? `the execution is open${waiting.length === 0 ? '' : `, and waits for ${waiting.map(({ kind, id, name }) => `${kind} ${name ?? `'${id}'`}`).join(', ')}`}`
      : `the execution is closed: ${closeStatus}${closeStatus === 'COMPLETED' ? `, ${text(result)}` : error === undefined ? '' : `, ${errorText(error)}`}`
  return [
    `${not[failure.kind]} "${failure.check}"${failure.detail === undefined ? '' : ` (${failure.detail})`}`,
    ...(failure.error === undefined ? [] : [indented(errorText(failure.error))]),
    `The story (${story.length} step${story.length === 1 ? '' : 's'}${note}), of workflow '${teller.premise.workflow.name}' with ${text(teller.premise.input)}:`,
    ...story.map((sentence, index) => `  ${index + 1}. ${sentence}`),
    `  then ${end}`,
    'As a test:',
    indented(test),
  ].join('\n')
}

const not: Readonly<Record<Failure['kind'], string>> = {
  always: 'At this moment it does not hold that always:',
  never: 'At this moment something holds that never should:',
  finally: 'At the end it does not hold that finally:',
  stuck: 'It does not hold that',
  endless: 'It does not hold that',
  events: 'It does not hold that',
  error: 'It does not hold that',
}

const errorText = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)

const indented = (lines: string) => lines.replaceAll(/^/gm, '  ')

function testOf({ premise: { workflow, input }, stage, steps }: Teller, { check }: Failure): string {
  return [
    `it(${quoted(check)}, async () => {`,
    `  const story = await tell(${workflowVariable(workflow.name)}, ${inputCode(input, stage.serializer)}, world)`,
    ...steps.flatMap(({ call }: TakenStep) => (call === undefined ? [] : [`  await story.${call}`])),
    '  await story.ends()',
    '})',
  ].join('\n')
}
