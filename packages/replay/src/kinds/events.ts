import type { DecisionType, EventType as SwfEventType, HistoryEvent } from '@aws-sdk/client-swf'
import type { Engine } from '../engine.ts'
import type { EventType } from '../history/event-type.ts'
import { mayBeUndecided } from '../history/undecided.ts'
import { execution } from './execution.ts'
import type { EventOwner, ResultOf, Verdict } from './kind.ts'
import { kinds } from './table.ts'

/** What the engine does with a type of events; looked up once an event. */
export interface HandledType extends EventType {
  readonly deliver: ((attributes: unknown, engine: Engine, event: HistoryEvent) => void) | undefined
  readonly record: ((attributes: unknown, engine: Engine, event: HistoryEvent) => Verdict) | undefined
}

/** Event types that no kind owns: those of decision tasks, which cut a history into episodes (H1-H4) … */
export const decisionTaskTypes = {
  DecisionTaskScheduled: undefined,
  DecisionTaskStarted: 'started',
  DecisionTaskCompleted: 'completed',
  DecisionTaskTimedOut: 'timed out',
} as const

/** … and those that tell the program nothing. */
export const silentTypes = {
  ActivityTaskStarted: undefined,
  LambdaFunctionStarted: undefined,
  WorkflowExecutionTerminated: undefined,
  WorkflowExecutionTimedOut: undefined,
} as const

const owners = complete({ ...kinds, execution }, { ...decisionTaskTypes, ...silentTypes })

const mayBeOwn = new Set(['WorkflowExecutionSignaled', 'TimerFired'])

const types = new Map<string, HandledType>()

/** What is done with a type of events; one that SWF may add tells nothing. */
export function typeOf(name: string): HandledType {
  let type = types.get(name)
  if (type === undefined) {
    type = {
      member: `${name[0]!.toLowerCase()}${name.slice(1)}EventAttributes` as keyof HistoryEvent,
      deliver: handlerOf('deliver', name) as HandledType['deliver'],
      record: handlerOf('record', name) as HandledType['record'],
      task: (decisionTaskTypes as Readonly<Record<string, EventType['task']>>)[name],
      mayBeOwn: mayBeOwn.has(name),
      mayBeUndecided: mayBeUndecided.has(name),
      isMarker: name === 'MarkerRecorded',
    }
    types.set(name, type)
  }
  return type
}

function handlerOf(what: keyof EventOwner, name: string): unknown {
  for (const owner of owners) {
    const handlers = owner[what] as Readonly<Record<string, unknown>> | undefined
    if (handlers !== undefined && Object.hasOwn(handlers, name)) return handlers[name]
  }
  return undefined
}

/** The event types that owners handle in one of the two ways. */
type Handled<Owner, What extends keyof EventOwner> =
  Owner extends Readonly<Record<What, infer Handlers>> ? keyof Handlers : never

/** Event types that more than one owner delivers, or records. */
type Twice<Owners, What extends keyof EventOwner> = {
  [K in keyof Owners]: Handled<Owners[K], What> & Handled<Owners[Exclude<keyof Owners, K>], What>
}[keyof Owners]

/** What is wrong with a set of owners, under a name that the compiler shows. Nothing: `unknown`. */
export type Whole<Owners, Silent> = Nothing<
  'event types that no kind owns',
  Exclude<
    SwfEventType,
    Handled<Owners[keyof Owners], 'deliver'> | Handled<Owners[keyof Owners], 'record'> | keyof Silent
  >
> &
  Nothing<
    'results of decisions that are not recorded',
    Exclude<ResultOf<DecisionType>, Handled<Owners[keyof Owners], 'record'>>
  > &
  Nothing<'event types of several owners', Twice<Owners, 'deliver'> | Twice<Owners, 'record'>>

type Nothing<Name extends string, Found> = [Found] extends [never] ? unknown : { readonly [N in Name]: Found }

/**
 * The owners of events. It compiles only if every type of events that SWF has is owned by one kind (or is silent), and if
 * whatever SWF records of a decision is checked.
 */
export function complete<const Owners extends Readonly<Record<string, object>>, const Silent extends object>(
  owners: Owners & Whole<Owners, Silent>,
  _silent: Silent,
): readonly EventOwner[] {
  return Object.values(owners)
}
