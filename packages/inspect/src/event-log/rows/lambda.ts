import { failureText } from '../failure-text.ts'
import { line, type Row } from '../row.ts'

/** Events of Lambda functions. */
export const lambdaRows: Readonly<Record<string, Row>> = {
  LambdaFunctionScheduled({ name: lambda, id, input }, known, { eventId, at }) {
    const name = `Lambda function ${lambda} (${id})`
    known.open(eventId, at, name)
    return line('decision', `call ${name}`, input)
  },
  LambdaFunctionStarted({ scheduledEventId }, known, { at }) {
    const name = known.name(scheduledEventId, 'Lambda function')
    return line('event', `${name} started${known.started(scheduledEventId, at)}`)
  },
  LambdaFunctionCompleted({ scheduledEventId, result }, known, { at }) {
    const name = known.name(scheduledEventId, 'Lambda function')
    return line('event', `${name} completed${known.closed(scheduledEventId, at)}`, result)
  },
  LambdaFunctionFailed(of, known, { at }) {
    const name = known.name(of.scheduledEventId, 'Lambda function')
    return line(
      'failure',
      `${name} failed${known.closed(of.scheduledEventId, at)}: ${failureText(of)}`,
      of.details,
    )
  },
  LambdaFunctionTimedOut({ scheduledEventId, timeoutType }, known, { at }) {
    const name = known.name(scheduledEventId, 'Lambda function')
    return line('failure', `${name} timed out${known.closed(scheduledEventId, at)}: ${timeoutType}`)
  },
  ScheduleLambdaFunctionFailed: ({ name, id, cause }) =>
    line('failure', `call Lambda function ${name} (${id}): refused, ${cause}`),
  StartLambdaFunctionFailed({ scheduledEventId, cause }, known, { at }) {
    const name = known.name(scheduledEventId, 'Lambda function')
    return line('failure', `${name} not started${known.closed(scheduledEventId, at)}: ${cause}`)
  },
}
