import {
  describeType,
  type ActivityOperation,
  type ChildOperation,
  type ContinueAsNewOperation,
  type ExternalOperation,
  type Operation,
} from '@reyield/workflow'
import { describeOperation } from '../program/describe.ts'
import { longestDuration, type Refusal } from './refusal.ts'

/** Most characters of SWF's fields (swf-semantics.md §2.1). */
export const longestPayload = 32_768
const longest = { id: 256, runId: 64, signalName: 256, role: 1600 } as const

/** What an own id leaves for the timers of its retries, `<id>~<attempt>`. */
const roomForAttempt = 10

/**
 * What SWF would refuse of an operation besides its payload, and what isn't checked where the operation is made (names,
 * tags, priorities, policies are). Not checked there, since a new check would change what older histories have recorded.
 */
export function fieldRefusal(operation: Operation<unknown>): Refusal | undefined {
  return checks[operation.kind]?.(operation as never)
}

const checks: Readonly<Record<string, ((operation: never) => Refusal | undefined) | undefined>> = {
  activity: (operation: ActivityOperation<unknown>) =>
    tooLongDuration(operation, {
      startToClose: operation.startToClose,
      scheduleToStart: operation.scheduleToStart,
      scheduleToClose: operation.scheduleToClose,
      heartbeat: operation.heartbeat,
    }) ?? retryRefusal(operation),
  child: (operation: ChildOperation<unknown>) =>
    tooLongDuration(operation, { taskStartToClose: operation.taskStartToClose }) ??
    wrongText(operation, 'lambdaRole', operation.lambdaRole, 1, longest.role),
  signalExternal: (operation: ExternalOperation) =>
    wrongText(operation, 'runId', operation.runId, 0, longest.runId) ??
    wrongText(operation, 'signalName', operation.signalName, 1, longest.signalName),
  cancelExternal: (operation: ExternalOperation) =>
    wrongText(operation, 'runId', operation.runId, 0, longest.runId),
  continueAsNew: (operation: ContinueAsNewOperation) =>
    tooLongDuration(operation, { taskStartToClose: operation.taskStartToClose }) ??
    wrongText(operation, 'lambdaRole', operation.lambdaRole, 1, longest.role),
}

/** A retry policy travels in `control`, and its waits are timers that are named after the activity. */
function retryRefusal(operation: ActivityOperation<unknown>): Refusal | undefined {
  const { id = '', retry } = operation
  if (retry === undefined) return undefined
  const most = longest.id - roomForAttempt
  return id.length > most
    ? wrongText(operation, 'id', id, 1, most)
    : wrongText(operation, 'retry', JSON.stringify({ retry }), 0, longestPayload)
}

function tooLongDuration(
  operation: Operation<unknown>,
  durations: Readonly<Record<string, string | undefined>>,
): Refusal | undefined {
  for (const [name, seconds] of Object.entries(durations)) {
    if (Number(seconds) > longestDuration) {
      return {
        code: 'DURATION_INVALID',
        field: `${name} of ${describeOperation(operation)}`,
        seconds: seconds!,
      }
    }
  }
  return undefined
}

function wrongText(
  operation: Operation<unknown>,
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
    message: `${name} of ${shortened(describeOperation(operation))} ${problem}: SWF takes a string of ${least} to ${most}`,
  }
}

const shortened = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 197)}...`)
