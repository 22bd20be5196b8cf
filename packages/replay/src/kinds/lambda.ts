import {
  LambdaFailedError,
  LambdaNotStartedError,
  LambdaTimedOutError,
  type LambdaOperation,
} from '@reyield/workflow'
import { json } from '@reyield/data'
import { encodedControl } from '@reyield/data/internal'
import { decode } from '../history/payload.ts'
import type { Entry } from '../ledger/entry.ts'
import { textOf } from '../ledger/input.ts'
import { closeEntry, neverCanceled, rejectRefused } from './in-ledger.ts'
import type { DecisionOf, InLedger } from './kind.ts'
import { mustBeWanted, refusal } from './wanted.ts'

type Lambda = LambdaOperation<unknown>

export const lambda = {
  ...neverCanceled,
  describe: ({ name }) => `Lambda function '${name}'`,
  hasInput: true,
  serializer: json,
  events: 3,
  ceiling: 'openLambdas',
  start,
  deliver: {
    LambdaFunctionCompleted({ scheduledEventId, result }, engine, event) {
      closeEntry<Lambda>(engine, scheduledEventId, ({ name, serializer = json }, { id }) => ({
        value: decode(
          result,
          serializer,
          event,
          () => `the result of Lambda function '${name}' (id '${id}')`,
        ),
      }))
    },
    LambdaFunctionFailed({ scheduledEventId, reason, details }, engine) {
      closeEntry<Lambda>(engine, scheduledEventId, (operation, entry) => ({
        error: new LambdaFailedError(refOf(operation, entry), { reason, details }),
      }))
    },
    LambdaFunctionTimedOut({ scheduledEventId }, engine) {
      closeEntry<Lambda>(engine, scheduledEventId, (operation, entry) => ({
        error: new LambdaTimedOutError(refOf(operation, entry)),
      }))
    },
    StartLambdaFunctionFailed({ scheduledEventId, cause, message }, engine) {
      closeEntry<Lambda>(engine, scheduledEventId, (operation, entry) => ({
        error: new LambdaNotStartedError(refOf(operation, entry), cause!, message),
      }))
    },
    ScheduleLambdaFunctionFailed({ cause }, engine, { eventId }) {
      rejectRefused<Lambda>(
        engine,
        eventId,
        (operation, entry) => new LambdaNotStartedError(refOf(operation, entry), cause!),
      )
    },
  },
  record: {
    LambdaFunctionScheduled: ({ id, name }, engine, { eventId }) =>
      mustBeWanted(engine, 'lambda', id!, { name }, entry => {
        engine.ledger.record(entry, eventId!)
        engine.backoff.accepted()
        return 'matched'
      }),
    ScheduleLambdaFunctionFailed: ({ id, name, cause }, engine, { eventId }) =>
      mustBeWanted(engine, 'lambda', id!, { name }, entry => refusal(engine, entry, eventId!, cause!)),
  },
} satisfies InLedger<Lambda, 'ScheduleLambdaFunction'>

function start(entry: Entry): DecisionOf<'ScheduleLambdaFunction'> {
  const { name, startToClose, encoded } = entry.operation as Lambda
  const input = textOf(entry.input!)
  return {
    decisionType: 'ScheduleLambdaFunction',
    scheduleLambdaFunctionDecisionAttributes: {
      id: entry.id,
      name,
      ...(encoded ? { control: encodedControl } : {}),
      ...(input === undefined ? {} : { input }),
      ...(startToClose === undefined ? {} : { startToCloseTimeout: startToClose }),
    },
  }
}

const refOf = ({ name }: Lambda, { id }: Entry) => ({ id, name })
