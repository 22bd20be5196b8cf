import type { Serializer } from '@reyield/workflow'
import { writtenBy } from '../as-written.ts'
import { asVariable, literal, quoted } from '../code.ts'

/** What the printed test calls the workflow: by its name if that can be a variable of the test. */
export const workflowVariable = (name: string): string => asVariable(name, ofTests) ?? 'workflow'

/** Variables of the printed test that can't be activities. */
export const variablesOf = (workflow: string): ReadonlySet<string> =>
  new Set([...ofTests, workflowVariable(workflow)])

const ofTests = new Set(['it', 'scenario', 'execution', 'options', 'asWritten'])

/** A value in a printed test: a literal where one can say it, else what the serializer writes. */
export function codeOf(value: unknown, serializer: Serializer): string {
  const code = literal(value)
  if (code !== undefined) return code
  const text = writtenBy(serializer, value)
  return text === undefined ? 'undefined' : `asWritten(${quoted(text)})`
}

/**
 * An input in a printed test. Its declared type may be an enum or a branded type, to which no literal can be assigned, and
 * nothing tells that at run time: the cast fits every type.
 */
export function inputCode(input: unknown, serializer: Serializer): string {
  const code = codeOf(input, serializer)
  return /^(undefined$|null$|asWritten\()/.test(code) ? code : `${code} as never`
}
