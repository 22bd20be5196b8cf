import { describeType } from '@reyield/workflow/internal'
import { longestDuration, type Refusal } from './refusal.ts'

/** Most characters of SWF's fields (swf-semantics.md §2.1). */
export const longestPayload = 32_768
export const longest = { id: 256, runId: 64, signalName: 256, role: 1600 } as const

/**
 * What SWF would refuse of an operation besides its payload, and what isn't checked where the operation is made (names,
 * tags, priorities, policies are), is a matter of each kind: `refusal`. Not checked when it's made, since a new check would change
 * what older histories have recorded. This is the first of some durations that is too long; `of`: the operation in words.
 */
export function tooLongDuration(
  of: string,
  durations: Readonly<Record<string, string | undefined>>,
): Refusal | undefined {
  for (const [name, seconds] of Object.entries(durations)) {
    if (Number(seconds) > longestDuration) {
      return {
        code: 'DURATION_INVALID',
        field: `${name} of ${of}`,
        seconds: seconds!,
      }
    }
  }
  return undefined
}

/** Why SWF would refuse a text for its length. */
export function wrongText(
  of: string,
  name: string,
  text: unknown,
  least: number,
  most: number,
): Refusal | undefined {
  if (text === undefined || text === null) return undefined
  const problem =
    typeof text !== 'string'
      ? `is ${describeType(text)}`
      : text.length < least || text.length > most
        ? `has ${text.length} characters`
        : undefined
  if (problem === undefined) return undefined
  return {
    code: 'DEFINITION_INVALID',
    message: `${name} of ${shortened(of)} ${problem}: SWF takes a string of ${least} to ${most}`,
  }
}

const shortened = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 197)}...`)
