import type { DecisionView } from '../decisions/decision-view.ts'
import { decisionLine, type DecisionLine } from './decision-lines.ts'
import { errorText, type Attributes, type Glossary } from './glossary.ts'

type Part = readonly [type: string, of: Attributes, value?: unknown]
type MembersOf<View> = View extends unknown ? keyof View : never
/** A view of any kind. */
type View = { readonly [Member in MembersOf<DecisionView>]?: unknown }

const text = (value: unknown) => value as string

/** By the member that identifies the kind of a view: the decision's type, its attributes and its payload. */
const rows: Readonly<Record<string, (view: View) => Part>> = {
  schedule: ({ schedule, id, version = '1.0', taskList, input }) => [
    'ScheduleActivityTask',
    {
      activityType: { name: text(schedule), version: text(version) },
      activityId: text(id),
      ...(taskList === undefined ? {} : { taskList: { name: text(taskList) } }),
    },
    input,
  ],
  startTimer: ({ startTimer, seconds }) => [
    'StartTimer',
    { timerId: text(startTimer), startToFireTimeout: String(seconds) },
  ],
  cancelTimer: ({ cancelTimer }) => ['CancelTimer', { timerId: text(cancelTimer) }],
  cancelActivity: ({ cancelActivity }) => ['RequestCancelActivityTask', { activityId: text(cancelActivity) }],
  marker: ({ marker, details }) => ['RecordMarker', { markerName: text(marker) }, details],
  child: ({ child, id, workflowId, input }) => [
    'StartChildWorkflowExecution',
    { workflowType: { name: text(child) }, workflowId: text(workflowId), control: text(id) },
    input,
  ],
  signal: ({ signal, to, input }) => [
    'SignalExternalWorkflowExecution',
    { signalName: text(signal), workflowId: text(to) },
    input,
  ],
  cancelExecution: ({ cancelExecution }) => [
    'RequestCancelExternalWorkflowExecution',
    { workflowId: text(cancelExecution) },
  ],
  lambda: ({ lambda, id, input }) => ['ScheduleLambdaFunction', { name: text(lambda), id: text(id) }, input],
  complete: ({ complete }) => ['CompleteWorkflowExecution', {}, complete],
  fail: ({ fail }) => ['FailWorkflowExecution', failureOf(fail)],
  cancel: ({ cancel }) => ['CancelWorkflowExecution', {}, cancel],
  continueAsNew: ({ continueAsNew }) => ['ContinueAsNewWorkflowExecution', {}, continueAsNew],
}

/** The member that identifies the kind of a view. */
export const kindOf = (view: object): string | undefined => Object.keys(rows).find(kind => kind in view)

/** A decision as one line, from the result of `decide` or `run`. */
export function viewLine(view: DecisionView, glossary: Glossary): DecisionLine {
  const row = rows[kindOf(view) ?? '']
  if (row === undefined) return { text: 'other' in view ? view.other.decisionType : undefined }
  const [type, of, value] = row(view)
  const payload = glossary.value(value)
  const carrying = 'continueAsNew' in view ? view.carrying : undefined
  const whole = carrying === undefined ? payload : glossary.carried(payload, carrying)
  return decisionLine(type, of, glossary, whole)
}

function failureOf(failure: unknown): Attributes {
  return failure instanceof Error ? { reason: errorText(failure) } : (failure as Attributes)
}
