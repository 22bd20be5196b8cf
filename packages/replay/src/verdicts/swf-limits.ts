import { describeType } from '@reyield/workflow/internal'
import { longestDuration, type Refusal } from './refusal.ts'

/** The most characters of SWF's fields (swf-semantics.md §2.1). */
export const longestPayload = 32_768
export const longest = { id: 256, runId: 64, signalName: 256, role: 1600 } as const

/**
 * The refusal of the first duration that is too long for SWF. `of`: the operation, for the message. Each kind's `refusal` checks the
 * fields that aren't checked when the operation is created (names, tags, priorities and policies are). A new check at creation would
 * change the replay of older histories.
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
