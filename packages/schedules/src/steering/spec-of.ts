import { MissingTimeoutError, type Serializer } from '@reyield/workflow'
import { executionSeconds, toSeconds } from '@reyield/workflow/internal'
import { writeChecked } from '@reyield/data/internal'
import type { Schedule } from '../declaration.ts'
import type { RunSpec, ScheduleSpec } from '../spec.ts'

/**
 * What is recorded of a declaration. The input is serialized here, as the client's other inputs, so the deciders of the schedule don't need
 * the workflow that it starts.
 *
 * @throws InvalidInputError, UnserializablePayloadError, MissingTimeoutError, InvalidDurationError
 */
export function specOf(schedule: Schedule, serializer: Serializer): ScheduleSpec {
  const { name, cron, every, timeZone, overlap, catchUp, jitter, taskList } = schedule
  return {
    name,
    ...(cron === undefined ? {} : { cron }),
    ...(every === undefined ? {} : { every }),
    timeZone,
    overlap,
    catchUp,
    jitter,
    taskList,
    run: runOf(schedule, serializer),
  }
}

function runOf({ name: of, workflow, input, taskList, start }: Schedule, serializer: Serializer): RunSpec {
  const { name, version } = workflow
  const executionStartToClose =
    start.executionStartToClose === undefined
      ? workflow.executionStartToClose
      : executionSeconds(start.executionStartToClose, `start.executionStartToClose of schedule '${of}'`)
  if (executionStartToClose === undefined) throw new MissingTimeoutError(name, 'executionStartToClose')
  const written = writeChecked(
    input,
    workflow.serializer ?? serializer,
    workflow.input,
    `The input of workflow '${name}', for schedule '${of}',`,
  )
  return {
    name,
    version,
    ...(written === undefined ? {} : { input: written }),
    taskList: start.taskList ?? workflow.taskList ?? taskList,
    executionStartToClose,
    taskStartToClose:
      start.taskStartToClose === undefined
        ? workflow.taskStartToClose
        : toSeconds(start.taskStartToClose, `start.taskStartToClose of schedule '${of}'`),
    childPolicy: start.childPolicy ?? workflow.childPolicy,
    tags: [...(start.tags ?? [])],
    ...(start.priority === undefined ? {} : { priority: start.priority }),
    ...(start.lambdaRole === undefined ? {} : { lambdaRole: start.lambdaRole }),
  }
}
