import { close, schedule, start } from './attempts.ts'
import type { StepStart } from './drafts.ts'
import { milliseconds, type AttributesOf, type Handlers } from './handlers.ts'
import { payload } from './reading.ts'

const startOf = (
  { id, name }: Pick<AttributesOf<'LambdaFunctionScheduled'>, 'id' | 'name'>,
  rest: Partial<StepStart> = {},
): StepStart => ({ kind: 'lambda', id: id ?? '', name, ...rest })

/** SWF's limit, if the decision has none (swf-semantics.md §4.10). */
const longest = 900_000

export const lambda = {
  LambdaFunctionScheduled(of, at, reading) {
    const input = payload(of.input, {
      eventId: at.eventId,
      member: 'input',
      as: 'value',
      kind: 'lambda',
      name: of.name,
    })
    const timeouts = { startToClose: milliseconds(of.startToCloseTimeout) ?? longest }
    schedule(startOf(of, { input, timeouts }), at, reading)
  },
  ScheduleLambdaFunctionFailed: (of, at, reading) =>
    reading.steps.refuse(startOf(of), at, { name: of.cause ?? 'UNKNOWN' }),
  LambdaFunctionStarted: ({ scheduledEventId }, at, reading) => start({ scheduledEventId }, at, reading),
  StartLambdaFunctionFailed: (of, at, reading) =>
    close(of, at, reading, 'failed', () => ({
      failure: { name: of.cause ?? 'UNKNOWN', message: of.message },
    })),
  LambdaFunctionCompleted: (of, at, reading) =>
    close(of, at, reading, 'completed', ({ name }) => ({
      result: payload(of.result, {
        eventId: at.eventId,
        member: 'result',
        as: 'value',
        kind: 'lambda',
        name,
      }),
    })),
  LambdaFunctionFailed: (of, at, reading) =>
    close(of, at, reading, 'failed', ({ name }) => ({
      failure: {
        reason: of.reason,
        details: payload(of.details, {
          eventId: at.eventId,
          member: 'details',
          as: 'failure',
          kind: 'lambda',
          name,
        }),
      },
    })),
  LambdaFunctionTimedOut: (of, at, reading) =>
    close(of, at, reading, 'timedOut', () => ({ failure: { name: of.timeoutType ?? 'START_TO_CLOSE' } })),
} satisfies Partial<Handlers>
