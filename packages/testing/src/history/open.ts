import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import type { ExecutionView } from '@reyield/local'
import { dated } from '../simulator/execution.ts'
import type { SimulatedSwf } from '../simulator/swf.ts'

/** An open operation of an execution, as the event says that requested it. */
export interface OpenOperation extends Identity {
  readonly kind: OperationKind
  /** The event that requested it. */
  readonly eventId: number
  /** Time of that event. */
  readonly requestedAt: number
  /** Its attributes. */
  readonly request: Request
  /** 0: it hasn't started. */
  readonly startedEventId: number
  /** Whether the workflow has requested to cancel it. Only of activities. */
  readonly isCanceling?: boolean
}

/** What tests can choose an operation by, besides its input. */
interface Identity {
  /** Of an activity, a timer or a Lambda function its id; of others the place in the workflow (`control`) or the workflow id. */
  readonly id: string
  /** Its type. Without a version: the name of a signal or a function, the length of a timer. */
  readonly type?: { readonly name: string; readonly version?: string } | undefined
}

/** The attributes of the event that requested an operation. Each kind has some of them. */
type Request = Readonly<
  Record<'activityId' | 'timerId' | 'id' | 'name' | 'signalName' | 'workflowId', string> &
    Record<'activityType' | 'workflowType', { readonly name: string; readonly version: string }> &
    Record<'input' | 'control' | 'runId' | Limit, string | undefined> & {
      taskList: { readonly name: string }
    }
>

/** SWF's seconds or `NONE`. */
type Limit =
  | 'scheduleToStartTimeout'
  | 'startToCloseTimeout'
  | 'scheduleToCloseTimeout'
  | 'heartbeatTimeout'
  | 'startToFireTimeout'
  | 'executionStartToCloseTimeout'

type Found = Pick<OpenOperation, 'eventId' | 'startedEventId' | 'isCanceling'>

/** Where operations are open. */
interface Place {
  readonly swf: SimulatedSwf
  readonly execution: ExecutionView
}

interface Kind {
  readonly noun: string
  readonly find: (place: Place) => Found[]
  readonly identity: (request: Request) => Identity
  readonly text: (open: OpenOperation) => string
}

const pending =
  (kind: 'signal-external' | 'cancel-external') =>
  ({ swf, execution: { runId } }: Place): Found[] =>
    swf
      .pending(runId)
      .filter(one => one.kind === kind)
      .map(({ eventId = 0 }) => ({ eventId, startedEventId: 0 }))

const typeText = ({ type }: Identity) => `${type!.name} ${type!.version}`

const kinds = {
  activity: {
    noun: 'activity',
    find: ({ execution }) =>
      Array.from(execution.activities.values(), one => ({
        eventId: one.scheduledEventId,
        startedEventId: one.startedEventId,
        isCanceling: one.latestCancelRequestedEventId > 0,
      })),
    identity: ({ activityId: id, activityType: type }) => ({ id, type }),
    text: one =>
      `activity '${one.id}' ${typeText(one)} (${one.startedEventId === 0 ? 'scheduled' : 'started'})`,
  },
  timer: {
    noun: 'timer',
    find: ({ execution }) =>
      Array.from(execution.timers.values(), ({ startedEventId }) => ({
        eventId: startedEventId,
        startedEventId,
      })),
    identity: ({ timerId: id, startToFireTimeout }) => ({ id, type: { name: `of ${startToFireTimeout} s` } }),
    text: ({ id }) => `timer '${id}'`,
  },
  child: {
    noun: 'child',
    find: ({ execution }) =>
      Array.from(execution.children, ([eventId, { startedEventId }]) => ({ eventId, startedEventId })),
    identity: ({ control, workflowId, workflowType: type }) => ({ id: control ?? workflowId, type }),
    text: one => `child '${one.id}' ${typeText(one)} (${one.startedEventId === 0 ? 'initiated' : 'started'})`,
  },
  signal: {
    noun: 'outgoing signal',
    find: pending('signal-external'),
    identity: ({ control, workflowId, signalName: name }) => ({ id: control ?? workflowId, type: { name } }),
    text: ({ id, request }) => `signal '${id}' to execution '${request.workflowId}'`,
  },
  cancel: {
    noun: 'outgoing cancel request',
    find: pending('cancel-external'),
    identity: ({ control, workflowId }) => ({ id: control ?? workflowId }),
    text: ({ id, request }) => `cancel request '${id}' to execution '${request.workflowId}'`,
  },
  lambda: {
    noun: 'Lambda function',
    find: ({ execution }) =>
      Array.from(execution.lambdas.values(), one => ({ ...one, eventId: one.scheduledEventId })),
    identity: ({ id, name }) => ({ id, type: { name } }),
    text: ({ id, type }) => `Lambda function '${id}' ${type!.name}`,
  },
} satisfies Readonly<Record<string, Kind>>

/** A kind of operation that can be open. */
export type OperationKind = keyof typeof kinds

/** The name of a kind in messages. */
export const nounOf = (kind: OperationKind): string => kinds[kind].noun

/** The open operations of a kind, the oldest first. */
export function openOperations(place: Place, kind: OperationKind): OpenOperation[] {
  const { events } = place.execution
  const { find, identity }: Kind = kinds[kind]
  return find(place).map(found => {
    const event: HistoryEvent = dated(events[found.eventId - 1]!)
    const request = attributesOf(event) as unknown as Request
    return {
      kind,
      ...identity(request),
      eventId: found.eventId,
      startedEventId: found.startedEventId,
      isCanceling: found.isCanceling ?? false,
      requestedAt: event.eventTimestamp!.getTime(),
      request,
    }
  })
}

/** Descriptions of everything that is open. */
export function openTexts(place: Place): string[] {
  const { queued, started } = place.execution
  const of = (...some: readonly OperationKind[]) =>
    some
      .flatMap(kind => openOperations(place, kind))
      .sort((a, b) => a.eventId - b.eventId)
      .map(one => kinds[one.kind].text(one))
  return [
    ...(queued === undefined ? [] : [`a queued decision task (event ${queued.scheduledEventId})`]),
    ...(started === undefined ? [] : [`a started decision task (event ${started.startedEventId})`]),
    ...of('activity'),
    ...of('timer'),
    ...of('child', 'signal', 'cancel', 'lambda'),
  ]
}
