import { failureText } from '../failure-text.ts'
import { line, typeText, type Row } from '../row.ts'

/** Events of activities. */
export const activityRows: Readonly<Record<string, Row>> = {
  ActivityTaskScheduled({ activityType, activityId, taskList, input }, known, { eventId, at }) {
    const id = activityId ?? ''
    const name = `${typeText(activityType, 'activity')} (${id})`
    known.open(eventId, at, name, `activity ${id}`, id)
    known.task(eventId, taskList?.name)
    const attempt = known.attempt(id)
    const list =
      taskList === undefined || known.taskList === undefined || taskList.name === known.taskList
        ? ''
        : ` on '${taskList.name}'`
    return line('decision', `schedule ${name}${attempt === 1 ? '' : `, attempt ${attempt}`}${list}`, input)
  },
  ActivityTaskStarted({ scheduledEventId, identity }, known, { at }) {
    const name = known.name(scheduledEventId, 'activity')
    const by = identity === undefined ? '' : ` by ${identity}`
    return line('event', `${name} started${known.started(scheduledEventId, at)}${by}`)
  },
  ActivityTaskCompleted({ scheduledEventId, result }, known, { at }) {
    const name = known.name(scheduledEventId, 'activity')
    return line('event', `${name} completed${known.closed(scheduledEventId, at)}`, result)
  },
  ActivityTaskFailed(of, known, { at }) {
    const name = known.name(of.scheduledEventId, 'activity')
    return line(
      'failure',
      `${name} failed${known.failed(of.scheduledEventId, at)}: ${failureText(of)}`,
      of.details,
    )
  },
  ActivityTaskTimedOut({ scheduledEventId, timeoutType, details }, known, { at }) {
    const name = known.name(scheduledEventId, 'activity')
    return line('failure', `${name} timed out${known.failed(scheduledEventId, at)}: ${timeoutType}`, details)
  },
  ActivityTaskCanceled({ scheduledEventId, details }, known, { at }) {
    const name = known.name(scheduledEventId, 'activity')
    return line('event', `${name} canceled${known.closed(scheduledEventId, at)}`, details)
  },
  ActivityTaskCancelRequested: ({ activityId }, known) =>
    line(
      'decision',
      `request cancel of ${known.nameOf(`activity ${activityId}`) ?? `activity ${activityId}`}`,
    ),
  ScheduleActivityTaskFailed: ({ activityType, activityId, cause }) =>
    line('failure', `schedule ${typeText(activityType, 'activity')} (${activityId}): refused, ${cause}`),
  RequestCancelActivityTaskFailed: ({ activityId, cause }, known) =>
    line(
      'failure',
      `request cancel of ${known.nameOf(`activity ${activityId}`) ?? `activity ${activityId}`}: refused, ${cause}`,
    ),
}
