import { Execution, given } from './execution.ts'
import type { Activity, Attributes, Child, Config, Option } from './execution.ts'

/** The defaults of the type `flow` 1. */
export const typeDefaults: Config = {
  taskList: 'flows',
  taskTimeout: '10',
  executionTimeout: '1000',
  childPolicy: 'TERMINATE',
}

export const flow = { name: 'flow', version: '1' }

/** A started task, with its token. */
export interface Handed {
  readonly token: string
  readonly execution: Execution
  readonly scheduled: number
  /** Undefined for a decision task. */
  readonly activity?: Activity
}

export interface Start {
  readonly input?: string | undefined
  readonly continuedExecutionRunId?: string
}

/** Pending transitions, which may happen in any order. */
interface Pending {
  /** Undefined while the target doesn't exist. */
  readonly possible: () => Option | undefined
  /** Whether the target was missing at any time: the service may have dropped the transition then. */
  dropped: boolean
}

/** A small model of Amazon SWF, according to swf-semantics.md §3, §4, §6 and §7, in which several things can happen next. */
export class SwfModel {
  /** Epoch milliseconds. */
  now = 1_700_000_000_000
  readonly executions: Execution[] = []
  readonly handed: Handed[] = []
  private readonly pending = new Set<Pending>()
  /** The next run of an execution that continued as new. In the service, it's one transaction with the close (d.6). */
  private successor: Option | undefined

  openOf(workflowId: string): Execution | undefined {
    return this.executions.find(execution => execution.open && execution.workflowId === workflowId)
  }

  byRun(runId: string): Execution {
    return this.executions.find(execution => execution.runId === runId)!
  }

  start(
    workflowId: string,
    runId: string,
    config: Config,
    more: Start,
    parent?: Execution['parent'],
  ): Execution {
    const execution = new Execution(workflowId, runId, config, parent)
    this.executions.push(execution)
    execution.record(this.now, 'WorkflowExecutionStarted', startedAttributes(config, more, parent))
    return execution
  }

  /** c.8. A termination can have its own child policy. */
  close(
    execution: Execution,
    status: string,
    attributes: Attributes,
    policy = execution.config.childPolicy,
  ): void {
    execution.append(this.now, `WorkflowExecution${status}`, attributes)
    execution.closeStatus = status
    execution.appliedPolicy = policy
    execution.queued = undefined
    execution.started = undefined
    for (const child of execution.children) if (child.run !== undefined) this.applyPolicy(execution, child)
    const { parent } = execution
    if (parent === undefined || status === 'ContinuedAsNew') return
    const outcome = given({
      result: attributes['result'],
      reason: attributes['reason'],
      details: attributes['details'],
      timeoutType: attributes['timeoutType'],
    })
    this.later(() => {
      const { execution: parentExecution, child } = parent
      if (!parentExecution.open) return undefined
      const all = {
        workflowExecution: execution.name,
        workflowType: flow,
        initiatedEventId: child.initiated,
        startedEventId: child.started,
        ...(status === 'Terminated' ? {} : outcome),
      }
      return recorded(parentExecution, `ChildWorkflowExecution${status}`, all, () =>
        parentExecution.children.delete(child),
      )
    })
  }

  /** f.2 */
  private applyPolicy(parent: Execution, child: Child): void {
    this.later(() => {
      const { run } = child
      if (run?.open !== true || parent.appliedPolicy === 'ABANDON') return undefined
      if (parent.appliedPolicy === 'REQUEST_CANCEL') {
        const external = { externalWorkflowExecution: parent.name, externalInitiatedEventId: 0 }
        const attributes = { cause: 'CHILD_POLICY_APPLIED', ...external }
        return recorded(run, 'WorkflowExecutionCancelRequested', attributes, () => {
          run.cancelRequested = true
        })
      }
      const attributes = { cause: 'CHILD_POLICY_APPLIED', childPolicy: run.config.childPolicy }
      const happen = () => this.close(run, 'Terminated', attributes)
      return { ...run.name, type: 'WorkflowExecutionTerminated', attributes, happen }
    })
  }

  /** d.6, after the close of the old run. */
  continueAsNew(old: Execution, runId: string, config: Config, input: string | undefined): void {
    const more = { input, continuedExecutionRunId: old.runId }
    this.successor = {
      workflowId: old.workflowId,
      runId,
      type: 'WorkflowExecutionStarted',
      attributes: startedAttributes(config, more, old.parent),
      happen: () => {
        this.successor = undefined
        const run = this.start(old.workflowId, runId, config, more, old.parent)
        if (old.parent !== undefined) old.parent.child.run = run
      },
    }
  }

  /** d.9, after the …Initiated event. `failed` are the attributes of a failure. */
  startChild(
    parent: Execution,
    child: Child,
    config: Config,
    input: string | undefined,
    failed: Attributes,
  ): void {
    this.later(() => {
      if (this.openOf(child.workflowId) !== undefined) {
        if (!parent.open) return undefined
        const attributes = { ...failed, cause: 'WORKFLOW_ALREADY_RUNNING', initiatedEventId: child.initiated }
        return recorded(parent, 'StartChildWorkflowExecutionFailed', attributes, () => {
          parent.children.delete(child)
        })
      }
      const link = { execution: parent, child }
      return {
        workflowId: child.workflowId,
        type: 'WorkflowExecutionStarted',
        attributes: startedAttributes(config, { input }, link),
        happen: (_, runId) => {
          const run = this.start(child.workflowId, runId, config, { input }, link)
          child.run = run
          if (parent.open) this.tellStarted(parent, child, run)
          else this.applyPolicy(parent, child)
        },
      }
    })
  }

  private tellStarted(parent: Execution, child: Child, run: Execution): void {
    this.later(() => {
      if (!parent.open) return undefined
      const attributes = {
        workflowExecution: run.name,
        workflowType: flow,
        initiatedEventId: child.initiated,
      }
      return recorded(parent, 'ChildWorkflowExecutionStarted', attributes, id => (child.started = id))
    })
  }

  /** d.7 and d.8, after the …Initiated event: the event of the target, then the one that reports it to the sender. */
  deliver(
    sender: Execution,
    kind: 'Signal' | 'RequestCancel',
    initiated: number,
    target: { readonly workflowId: string; readonly runId?: string | undefined },
    carried: Attributes,
    decided: number,
  ): void {
    this.later(() => {
      const open = this.openOf(target.workflowId)
      if (open === undefined || (target.runId !== undefined && target.runId !== open.runId)) {
        if (!sender.open) return undefined
        return recorded(sender, `${kind}ExternalWorkflowExecutionFailed`, {
          ...target,
          cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
          initiatedEventId: initiated,
          decisionTaskCompletedEventId: decided,
        })
      }
      const done = kind === 'Signal' ? 'Signaled' : 'CancelRequested'
      const external = { externalWorkflowExecution: sender.name, externalInitiatedEventId: initiated }
      return recorded(open, `WorkflowExecution${done}`, { ...carried, ...external }, () => {
        if (kind === 'RequestCancel') open.cancelRequested = true
        this.later(() =>
          sender.open
            ? recorded(sender, `ExternalWorkflowExecution${done}`, {
                workflowExecution: open.name,
                initiatedEventId: initiated,
              })
            : undefined,
        )
      })
    })
  }

  /** d.2, for an activity that isn't started. */
  cancelUnstarted(execution: Execution, activity: Activity): void {
    this.later(() => {
      if (!execution.open || execution.activities.get(activity.activityId) !== activity) return undefined
      const { scheduled: scheduledEventId, cancelRequested: latestCancelRequestedEventId } = activity
      const attributes = { scheduledEventId, startedEventId: 0, latestCancelRequestedEventId }
      return recorded(execution, 'ActivityTaskCanceled', attributes, () => {
        execution.activities.delete(activity.activityId)
      })
    })
  }

  private later(possible: () => Option | undefined): void {
    this.pending.add({ possible, dropped: false })
  }

  /** The pending transitions of which one may be the next transaction. */
  pendingTransitions(): Option[] {
    if (this.successor !== undefined) return [this.successor]
    return [...this.pending].flatMap(pending => {
      const option = pending.possible()
      if (option === undefined) {
        pending.dropped = true
        return []
      }
      const happen: Option['happen'] = (at, runId) => {
        this.pending.delete(pending)
        option.happen(at, runId)
      }
      return [{ ...option, happen }]
    })
  }

  /** The pending transitions that are left when the service has none. It must be empty. */
  undone(): Option[] {
    const all = this.pendingTransitions()
    if (this.successor !== undefined) return all
    const undone = [...this.pending].filter(({ dropped }) => !dropped)
    this.pending.clear()
    return undone.map(({ possible }) => possible()!)
  }

  nextDeadline(): number | undefined {
    const at = Math.min(...this.deadlines().map(deadline => deadline.at))
    return at === Infinity ? undefined : at
  }

  /** The earliest of the deadlines that have passed, or all with the same time. */
  due(): Option[] {
    const next = this.nextDeadline()
    if (next === undefined || next > this.now) return []
    return this.deadlines().flatMap(({ at, option }) => (at === next ? [option] : []))
  }

  private deadlines() {
    return this.executions.flatMap(execution => execution.deadlines(() => this.timeOut(execution)))
  }

  private timeOut(execution: Execution): void {
    const { childPolicy } = execution.config
    this.close(execution, 'TimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy })
  }
}

/** A transition that records one event and schedules a decision task. */
function recorded(
  execution: Execution,
  type: string,
  all: Attributes,
  then: (id: number) => unknown = () => {},
): Option {
  const attributes = given(all)
  const happen = (at: number) => void then(execution.record(at, type, attributes))
  return { ...execution.name, type, attributes, happen }
}

function startedAttributes(config: Config, more: Start, parent: Execution['parent']): Attributes {
  return given({
    ...resolved(config),
    ...more,
    workflowType: flow,
    parentWorkflowExecution: parent?.execution.name,
    parentInitiatedEventId: parent?.child.initiated ?? 0,
  })
}

/** The settings as events contain them. */
export const resolved = ({ taskList, taskTimeout, executionTimeout, childPolicy, priority }: Config) => ({
  taskList: { name: taskList },
  taskPriority: priority,
  taskStartToCloseTimeout: taskTimeout,
  executionStartToCloseTimeout: executionTimeout,
  childPolicy,
})
