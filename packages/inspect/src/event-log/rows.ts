import type { HistoryEvent } from '@aws-sdk/client-swf'
import { activityRows } from './rows/activities.ts'
import { childRows } from './rows/children.ts'
import { deciderRows } from './rows/decider.ts'
import { executionRows } from './rows/execution.ts'
import { externalRows } from './rows/external.ts'
import { lambdaRows } from './rows/lambda.ts'
import { markerRows } from './rows/markers.ts'
import { timerRows } from './rows/timers.ts'
import type { Row } from './row.ts'

const table: Readonly<Record<string, Row>> = {
  ...executionRows,
  ...deciderRows,
  ...activityRows,
  ...timerRows,
  ...childRows,
  ...externalRows,
  ...lambdaRows,
  ...markerRows,
}

/** The row of an event type. A type that is unknown here is shown by its name. */
export const rowOf = ({ eventType }: HistoryEvent): Row =>
  table[eventType!] ?? (() => ({ kind: 'event', text: eventType! }))
