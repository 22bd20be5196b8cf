import type { Serializer } from '@reyield/workflow'
import { writtenBy } from '../as-written.ts'
import { asVariable, literal, quoted } from '../code.ts'
import type { ScenarioPoint } from './state.ts'

/** The steps of a scenario as a test to paste, whose check fails. */
export function printedTest({ setup, simulator, state }: ScenarioPoint, check: string): string {
  const { workflow, input } = setup
  const args = [workflowVariable(workflow.name), inputCode(input, simulator.serializer), 'options']
  const steps = state.steps.flatMap(({ code }) => (code === undefined ? [] : [`  await execution.${code}`]))
  return [
    `it(${quoted(check)}, async () => {`,
    `  const execution = await scenario(${args.join(', ')})`,
    ...steps,
    '  await execution.runToEnd()',
    '})',
  ].join('\n')
}

/** The variable of the workflow in the printed test: the workflow's name, if it is a valid variable there. */
const workflowVariable = (name: string): string => asVariable(name, ofTests) ?? 'workflow'

/** Variables of the printed test, which can't be names of activities. */
export const variablesOf = (workflow: string): ReadonlySet<string> =>
  new Set([...ofTests, workflowVariable(workflow)])

const ofTests = new Set(['it', 'scenario', 'execution', 'options', 'asWritten'])

/** A value in a printed test: a literal if possible, else the text that the serializer writes. */
export function codeOf(value: unknown, serializer: Serializer): string {
  const code = literal(value)
  if (code !== undefined) return code
  const text = writtenBy(serializer, value)
  return text === undefined ? 'undefined' : `asWritten(${quoted(text)})`
}

/**
 * An input in a printed test. Its declared type may be an enum or a branded type, to which no literal is assignable,
 * and types don't exist at run time. The cast fits every type.
 */
function inputCode(input: unknown, serializer: Serializer): string {
  const code = literal(input)
  return code === undefined || input == null ? codeOf(input, serializer) : `${code} as never`
}
