import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  decidedLines,
  historyLines,
  waitingLines,
  type DecidedParts,
  type HasHistory,
  type HistorySource,
} from '@reyield/inspect/internal'
import { History } from '../history/history.ts'

/** A snapshot serializer, as vitest accepts it. */
export interface SnapshotSerializer {
  readonly test: (value: unknown) => boolean
  readonly serialize: (value: never, config: unknown, indentation: string) => string
}

/**
 * Snapshots of the results of `decide` and `run`, and of histories (fake, loaded, and bare events), in the lines of `decidedLines`
 * and `historyLines`. They only change if the workflow's behavior does. A list of decisions alone is left to vitest, because it
 * can't be distinguished from other values with certainty, so its ids are in the snapshot.
 */
export const serializers: readonly SnapshotSerializer[] = [
  {
    test: isDecided,
    serialize: (decided: DecidedParts, _, indentation) => block(decidedLines(decided), indentation),
  },
  {
    test: value => value instanceof History || isRun(value) || isLoaded(value) || isEvents(value),
    serialize(value: HasHistory | Run, _, indentation) {
      const lines = historyLines(value)
      return block(isRun(value) ? [...lines, ...waitingLines(value.waiting, value)] : lines, indentation)
    },
  },
]

type Run = DecidedParts & { readonly history: HistorySource; readonly closeStatus: unknown }

const block = (lines: readonly string[], indentation: string) => lines.join(`\n${indentation}`)

function isDecided(value: unknown): value is DecidedParts {
  return (
    has(value, 'decisions', 'raw', 'waiting', 'late') && lists(value, 'decisions', 'raw', 'waiting', 'late')
  )
}

function isRun(value: unknown): value is Run {
  return (
    has(value, 'decisions', 'raw', 'waiting', 'runs', 'closeStatus', 'history') &&
    lists(value, 'decisions', 'waiting', 'runs') &&
    isLoaded(value.history)
  )
}

/** `{ execution?, events }` and nothing else. */
function isLoaded(value: unknown): boolean {
  return (
    has(value, 'events') &&
    Object.keys(value).every(member => ['execution', 'events'].includes(member)) &&
    isEvents(value.events)
  )
}

function isEvents(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    (value as readonly unknown[]).every(
      event =>
        has(event, 'eventId', 'eventType', 'eventTimestamp') &&
        typeof (event as HistoryEvent).eventId === 'number' &&
        typeof (event as HistoryEvent).eventType === 'string',
    )
  )
}

function has<Member extends string>(
  value: unknown,
  ...members: Member[]
): value is Readonly<Record<Member, unknown>> {
  return typeof value === 'object' && value !== null && members.every(member => Object.hasOwn(value, member))
}

const lists = <Member extends string>(value: Readonly<Record<Member, unknown>>, ...members: Member[]) =>
  members.every(member => Array.isArray(value[member]))
