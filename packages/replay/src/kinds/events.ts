import type { DecisionType, EventType as SwfEventType, HistoryEvent } from '@aws-sdk/client-swf'
import { attributesMember } from '@reyield/data/internal'
import type { Engine } from '../engine.ts'
import type { EventType } from '../history/event-type.ts'
import { mayBeUndecided } from '../history/undecided.ts'
import { execution } from './execution.ts'
import type { EventOwner, ResultOf, Verdict } from './kind.ts'
import { kinds } from './table.ts'

/** How the engine handles a type of events. Looked up once for each event. */
export interface HandledType extends EventType {
  readonly deliver: ((attributes: unknown, engine: Engine, event: HistoryEvent) => void) | undefined
  readonly record: ((attributes: unknown, engine: Engine, event: HistoryEvent) => Verdict) | undefined
}

/** Event types that no kind owns: those of decision tasks, which separate the episodes of a history (H1-H4), … */
export const decisionTaskTypes = {
  DecisionTaskScheduled: undefined,
  DecisionTaskStarted: 'started',
  DecisionTaskCompleted: 'completed',
  DecisionTaskTimedOut: 'timed out',
} as const

/** … and those that the program never sees. */
export const ignoredTypes = {
  ActivityTaskStarted: undefined,
  LambdaFunctionStarted: undefined,
  WorkflowExecutionTerminated: undefined,
  WorkflowExecutionTimedOut: undefined,
} as const

const owners = complete({ ...kinds, execution }, { ...decisionTaskTypes, ...ignoredTypes })

const mayBeOwn = new Set(['WorkflowExecutionSignaled', 'TimerFired'])

const types = new Map<string, HandledType>()

/** How a type of events is handled. A type that SWF may add later is ignored. */
export function typeOf(name: string): HandledType {
  let type = types.get(name)
  if (type === undefined) {
    type = {
      member: attributesMember(name) as keyof HistoryEvent,
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

/** The event types that owners deliver, or those that they record. */
type Handled<Owner, What extends keyof EventOwner> =
  Owner extends Readonly<Record<What, infer Handlers>> ? keyof Handlers : never

/** Event types that more than one owner delivers or records. */
type Twice<Owners, What extends keyof EventOwner> = {
  [K in keyof Owners]: Handled<Owners[K], What> & Handled<Owners[Exclude<keyof Owners, K>], What>
}[keyof Owners]

/** The mistakes in a set of owners, under a name that the compiler shows; `unknown` if there are none. */
export type Whole<Owners, Ignored> = Nothing<
  'event types that no kind owns',
  Exclude<
    SwfEventType,
    Handled<Owners[keyof Owners], 'deliver'> | Handled<Owners[keyof Owners], 'record'> | keyof Ignored
  >
> &
  Nothing<
    'results of decisions that are not recorded',
    Exclude<ResultOf<DecisionType>, Handled<Owners[keyof Owners], 'record'>>
  > &
  Nothing<'event types of several owners', Twice<Owners, 'deliver'> | Twice<Owners, 'record'>>

type Nothing<Name extends string, Found> = [Found] extends [never] ? unknown : { readonly [N in Name]: Found }

/**
 * The owners of events. It compiles only if every event type of SWF is owned by one kind or ignored, and if
 * every event that SWF records for a decision is checked.
 */
export function complete<const Owners extends Readonly<Record<string, object>>, const Ignored extends object>(
  owners: Owners & Whole<Owners, Ignored>,
  _ignored: Ignored,
): readonly EventOwner[] {
  return Object.values(owners)
}
