import type { StepKind, StepState } from '../step.ts'
import type { EventRef } from '../values.ts'
import { StepDraft, type FailureDraft, type StepStart } from './drafts.ts'

/** The steps of an execution, by the events that opened them and by their ids. */
export class Steps {
  readonly all: StepDraft[] = []
  readonly #byEvent = new Map<number, StepDraft>()
  /** By workflow id. A child's own id may be its place. */
  readonly #children = new Map<string, StepDraft>()
  readonly #newest = new Map<string, StepDraft>()

  /**
   * The step that an event opens, or goes on with: an activity or a Lambda function whose last attempt failed, or a step that SWF has
   * refused. Ids of closed operations may be used again, so the name must be the same.
   */
  open(start: StepStart, at: EventRef, state: StepState): StepDraft {
    const step = this.#continued(start) ?? this.#add(start, at)
    this.#endBackOff(step)
    step.state = state
    step.closed = undefined
    step.failure = undefined
    step.input = start.input
    step.taskList = start.taskList
    step.duration = start.duration
    take(step, at)
    this.#byEvent.set(at.eventId, step)
    return step
  }

  /** A step that opens and closes with one event. */
  record(start: StepStart, at: EventRef): StepDraft {
    const step = this.#add(start, at)
    step.state = 'completed'
    step.closed = at
    take(step, at)
    return step
  }

  /** SWF has refused the decision that would have opened the step. */
  refuse(start: StepStart, at: EventRef, failure: FailureDraft): void {
    const step = this.#continued(start) ?? this.#add(start, at)
    step.state = 'refused'
    step.closed = at
    step.failure = failure
    this.#endBackOff(step)
    take(step, at)
  }

  /** The step that the event with this id has opened. Undefined if that event is missing. */
  openedBy(eventId: number | undefined): StepDraft | undefined {
    return eventId === undefined ? undefined : this.#byEvent.get(eventId)
  }

  /** Another event that later ones name as the opening one. */
  alsoOpenedBy(eventId: number, step: StepDraft): void {
    this.#byEvent.set(eventId, step)
  }

  /** The newest step of an id. */
  newest(kind: StepKind, id: string): StepDraft | undefined {
    return this.#newest.get(`${kind} ${id}`)
  }

  /** The open child with a workflow id. */
  childOf(workflowId: string | undefined): StepDraft | undefined {
    const child = this.#children.get(workflowId ?? '')
    return child?.closed === undefined ? child : undefined
  }

  #continued(start: StepStart): StepDraft | undefined {
    const last = this.newest(start.kind, start.id)
    return last !== undefined && last.name === start.name && goesOn(last) ? last : undefined
  }

  /**
   * The wait before another attempt is over. If its timer is still open, it wasn't the wait for this attempt: some decider has named a
   * timer of its own like this, and it becomes a step.
   */
  #endBackOff(step: StepDraft): void {
    const { backOff } = step
    step.backOff = undefined
    if (backOff === undefined || backOff.fired !== undefined) return
    const { timerId: id, started, duration } = backOff
    step.events.splice(step.events.indexOf(started.eventId), 1)
    const timer = new StepDraft({ kind: 'timer', id, duration }, started)
    timer.state = 'running'
    timer.events.push(started.eventId)
    const before = this.all.findLastIndex(({ requested }) => requested.eventId < started.eventId)
    this.all.splice(before + 1, 0, timer)
    this.#newest.set(`timer ${id}`, timer)
    this.#byEvent.set(started.eventId, timer)
  }

  #add(start: StepStart, at: EventRef): StepDraft {
    const step = new StepDraft(start, at)
    const key = `${start.kind} ${start.id}`
    const last = this.#newest.get(key)
    // a decision that SWF refuses because the id is in use doesn't replace the step that uses it
    if (last === undefined || last.closed !== undefined) this.#newest.set(key, step)
    if (start.kind === 'child') this.#children.set(start.execution?.workflowId ?? '', step)
    this.all.push(step)
    return step
  }
}

/** Counts an event as one of the step. */
export const take = (step: StepDraft, { eventId }: EventRef): void => void step.events.push(eventId)

/** Whether another event may open the step again. */
const goesOn = ({ kind, state }: StepDraft): boolean =>
  state === 'refused' || ((kind === 'activity' || kind === 'lambda') && again.has(state))

const again: ReadonlySet<StepState> = new Set(['failed', 'timedOut', 'retrying'])
