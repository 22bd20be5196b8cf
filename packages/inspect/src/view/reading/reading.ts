import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import type { RefusedView } from '../execution-view.ts'
import type { ExecutionState } from '../execution-view.ts'
import type { PayloadOf, PayloadText } from '../payload-of.ts'
import type { EventRef, TypeView } from '../values.ts'
import type { FailureDraft, TaskDraft } from './drafts.ts'
import { recordedDecision } from '../../history/decision-of.ts'
import { Sizes } from './sizes.ts'
import { Steps } from './steps.ts'

/** What WorkflowExecutionStarted says. */
export interface Start {
  readonly event: EventRef
  readonly type: TypeView
  readonly taskList: string
  readonly tags: readonly string[]
  readonly executionStartToClose: number | undefined
  readonly taskStartToClose: number | undefined
  readonly childPolicy: string | undefined
  readonly input: PayloadText | undefined
  readonly parent: { readonly workflowId: string; readonly runId: string } | undefined
  readonly previousRunId: string | undefined
}

/** How an execution was closed. */
export interface Close {
  readonly event: EventRef
  readonly state: ExecutionState
  readonly result?: PayloadText | undefined
  readonly failure?: FailureDraft | undefined
  readonly nextRunId?: string | undefined
}

/** What has been read of a history so far. The handlers of events write it. */
export class Reading {
  start: Start | undefined
  close: Close | undefined
  last: EventRef | undefined
  readonly steps = new Steps()
  /** Timers and signals of the engine itself. */
  readonly engine = new Steps()
  readonly tasks: TaskDraft[] = []
  readonly refused: RefusedView[] = []
  readonly cancelRequests: EventRef[] = []
  readonly sizes = new Sizes()
  readonly #taskOf = new Map<number, TaskDraft>()

  /** The steps that an id belongs to: those of the engine begin with `~`. */
  stepsOf(id: string): Steps {
    return id.startsWith('~') ? this.engine : this.steps
  }

  addTask(task: TaskDraft): void {
    this.tasks.push(task)
    this.#taskOf.set(task.scheduled.eventId, task)
  }

  /** The decision task with this DecisionTaskScheduled or DecisionTaskCompleted. */
  task(eventId: number | undefined): TaskDraft | undefined {
    return eventId === undefined ? undefined : this.#taskOf.get(eventId)
  }

  taskCompleted(task: TaskDraft, at: EventRef): void {
    this.#taskOf.set(at.eventId, task)
  }

  /** Records which decision an event records, and what all events have. */
  note(event: HistoryEvent, at: EventRef): void {
    this.last = at
    const attributes = attributesOf(event)
    if (attributes === undefined) return
    this.sizes.add(event.eventType!, at.eventId, attributes)
    const decision = recordedDecision(event)
    if (decision === undefined) return
    const { decisionTaskCompletedEventId, cause } = attributes as Recorded
    this.task(decisionTaskCompletedEventId)?.decisions.push(at.eventId)
    if (cause !== undefined) this.refused.push({ event: at, decision, id: idOf(attributes), cause })
  }
}

interface Recorded {
  readonly decisionTaskCompletedEventId?: number
  readonly cause?: string
}

function idOf(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const { activityId, timerId, markerName, id, workflowId } = attributes
  const found = activityId ?? timerId ?? markerName ?? id ?? workflowId
  return typeof found === 'string' ? found : undefined
}

/** A payload of an event, if it has one. */
export const payload = (text: string | undefined, of: PayloadOf): PayloadText | undefined =>
  text === undefined ? undefined : { text, of }
