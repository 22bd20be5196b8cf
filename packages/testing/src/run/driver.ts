import { json } from '@reyield/data'
import { waitingText } from '../awaited.ts'
import { milliseconds } from '@reyield/workflow'
import { whereabouts, whereText } from '@reyield/replay/where'
import { ReplacementHangsError, RunEndlessError, RunStuckError, SignalUnknownError } from '../stage/errors.ts'
import type { Stage } from '../stage/stage.ts'
import type { SentSignal, World } from '../stage/world.ts'
import { answerActivity, closeChild } from '../stage/answers.ts'
import { Calls, type Settled } from './calls.ts'
import { PrefixChecks, type Prefixes } from './prefixes.ts'

/** How a run is driven. */
export interface DriverOptions {
  readonly decisionTasks: number
  readonly patience: number
  readonly prefixes: Prefixes
}

const immediate = setImmediate // the process's own: a test may fake timers, workflows are guarded

/**
 * Plays a workflow: decides what is to be decided, lets functions do the activities, and skips the time in which nothing
 * happens. One thing at a time, and what a worker answers is decided before the next answer is given.
 */
export class Driver {
  readonly stage: Stage
  readonly calls: Calls
  readonly #options: DriverOptions
  readonly #prefixes: PrefixChecks
  readonly #signals: SentSignal[]
  readonly #sent = new Set<string>()
  readonly #asked = new Set<string>()
  readonly #begun = new Set<string>()
  readonly #start: number

  constructor(stage: Stage, { signals = [] }: World, options: DriverOptions) {
    this.stage = stage
    this.calls = new Calls(stage)
    this.#options = options
    this.#prefixes = new PrefixChecks(options.prefixes)
    this.#signals = [...signals]
    this.#start = stage.swf.now
  }

  get ended(): boolean {
    return this.stage.root.closed !== undefined
  }

  /** Lets the next thing happen that needs no time; false if there is none. */
  async beat(): Promise<boolean> {
    if (await this.#decide()) return true
    if (this.#beginCalls()) return true
    await turn()
    if (this.#answer()) return true
    if (this.calls.busy.length > 0) {
      await this.#outwait()
      return true
    }
    return this.#signal()
  }

  /** Lets time pass to what happens next, at most until `limit`; false if nothing does by then. */
  async pass(limit = Infinity): Promise<boolean> {
    const { swf } = this.stage
    const deadline = swf.nextDeadline ?? Infinity
    const wake = this.calls.nextWake ?? Infinity
    const signal = this.#nextSignal?.at ?? Infinity
    const at = Math.min(deadline, wake, signal)
    if (at > limit || at === Infinity) return false
    if (wake === at) {
      swf.passTo(at)
      this.calls.wake()
      await turn()
    } else if (signal === at) {
      swf.passTo(at)
      this.#send(this.#nextSignal!.signal)
    } else swf.passDeadline()
    return true
  }

  /** When SWF itself would end the root for being too long open. */
  get executionDeadline(): number {
    const [started] = this.stage.root.events
    const seconds = started!.workflowExecutionStartedEventAttributes!.executionStartToCloseTimeout
    return started!.eventTimestamp!.getTime() + Number(seconds) * 1000
  }

  /** The run goes on to its end, or until a condition holds. */
  async goOn(until?: { readonly holds: () => boolean; readonly what: string }): Promise<void> {
    for (;;) {
      if (until?.holds() === true) return
      if (this.ended) return this.#end(until?.what)
      if (await this.beat()) continue
      if (await this.pass(this.executionDeadline - 1)) continue
      throw await this.#stuck(until === undefined ? 'it is to end' : `it is to go on until ${until.what}`)
    }
  }

  /** So much time passes, and what happens in it. */
  async advance(by: number): Promise<void> {
    const target = this.stage.swf.now + by
    while (!this.ended) {
      if (await this.beat()) continue
      if (!(await this.pass(target))) break
    }
    this.stage.swf.passTo(target)
  }

  /** A signal comes now. */
  signal(signal: Pick<SentSignal, 'name' | 'value' | 'serializer'>): void {
    this.#sent.add(signal.name)
    this.stage.signal(signal)
  }

  async #end(what: string | undefined): Promise<void> {
    await this.#prefixes.end()
    this.#checkSignals()
    if (what !== undefined) throw await this.#stuck(`it was to go on until ${what}`)
  }

  #checkSignals(): void {
    const { stage } = this
    const unknown = [...this.#sent, ...this.#signals.map(({ name }) => name)].find(
      name => !this.#asked.has(name),
    )
    if (unknown !== undefined) throw new SignalUnknownError(stage.workflow.name, unknown, [...this.#asked])
  }

  async #stuck(goal: string): Promise<RunStuckError> {
    const { root, report, workflow, serializer } = this.stage
    const waiting = root.closed === undefined ? (report?.waiting ?? []).map(waitingText) : []
    const unsent = this.#signals.map(({ name }) => name).filter(name => !this.#asked.has(name))
    const never = [...this.calls.all].filter(({ ending }) => ending === undefined).map(({ name }) => name)
    const lines = await whereabouts(workflow, root.events, {
      execution: { workflowId: root.workflowId, runId: root.runId },
      serializer,
    }).catch(() => [])
    const hints = [
      root.closed === undefined ? '' : `It has ended: ${root.closed}.`,
      unsent.length === 0 ? '' : `It never asked for signal ${unsent.join(', ')}.`,
      never.length === 0 ? '' : `${never.join(', ')} never answers, and no timeout ends it.`,
      ...lines.map(one => `\n${whereText(one)}`),
    ]
    return new RunStuckError(workflow.name, waiting, goal, hints.filter(hint => hint !== '').join(' '))
  }

  async #decide(): Promise<boolean> {
    const { stage } = this
    const [execution] = stage.waitingTasks
    if (execution === undefined) return false
    if (this.#prefixes.tasks >= this.#options.decisionTasks) {
      throw new RunEndlessError(stage.workflow.name, this.#prefixes.tasks)
    }
    const task = stage.takeDecision(execution)
    const check = this.#prefixes.begin()
    const answer = await stage.decide(task, check)
    if (!check) this.#prefixes.skipped(stage.programOf(execution), task.events, answer)
    for (const name of answer.report.asked) if (stage.isRoot(execution)) this.#asked.add(name)
    stage.answer(task, answer)
    return true
  }

  /** Workers take what waits, and the functions begin. */
  #beginCalls(): boolean {
    const { stage, calls } = this
    const before = calls.all.length
    for (const execution of stage.swf.executions.values()) {
      if (execution.closed !== undefined) continue
      for (const activity of execution.activities.values()) {
        if (activity.startedEventId !== 0) continue
        const player = stage.playerOf(activity)
        calls.begin('activity', player, stage.startActivity(execution, activity))
      }
    }
    for (const child of stage.playedChildren) {
      if (this.#begun.has(child.runId)) continue
      this.#begun.add(child.runId)
      const { workflowId, runId, type, input } = child
      const part = stage.parts.child(type, workflowId)
      if ('workflow' in part) continue
      calls.begin('child', part, {
        id: workflowId,
        ...type,
        input,
        attempt: 1,
        taskToken: runId,
        execution: { workflowId, runId },
      })
    }
    for (const invocation of stage.swf.invocations) {
      const key = `${invocation.runId} ${invocation.scheduledEventId}`
      if (this.#begun.has(key)) continue
      this.#begun.add(key)
      const { name, input } = invocation
      const run = stage.parts.lambda(name, name)
      calls.begin(
        'lambda',
        { run, serializer: json },
        {
          id: name,
          name,
          version: '',
          input,
          attempt: 1,
          taskToken: key,
          execution: { workflowId: stage.root.workflowId, runId: invocation.runId },
        },
      )
    }
    return calls.all.length > before
  }

  /** The answer of a function that has ended, one at a time. */
  #answer(): boolean {
    const settled = this.calls.settled.shift()
    if (settled === undefined) return false
    settled.call.ending = this.#deliver(settled) ? settled.ending.as : 'late'
    return true
  }

  #deliver({ call, task, ending }: Settled): boolean {
    const { stage } = this
    if (call.kind === 'activity') return answerActivity(stage, task.taskToken, ending)
    if (call.kind === 'child') return closeChild(stage, stage.swf.executions.get(task.taskToken)!, ending)
    const invocation = stage.swf.invocations.find(
      ({ runId, scheduledEventId }) => `${runId} ${scheduledEventId}` === task.taskToken,
    )
    if (invocation === undefined) return false
    return stage.swf.invoked(
      invocation,
      ending.as === 'completed'
        ? { result: ending.result }
        : {
            reason: ending.as === 'failed' ? (ending.failure.reason ?? 'Error') : 'canceled',
            details: ending.as === 'failed' ? ending.failure.details : undefined,
          },
    )
  }

  /** Functions work in the process's time: the run waits for them. */
  async #outwait(): Promise<void> {
    const { calls } = this
    await calls.change(this.#options.patience)
    await turn()
    if (calls.settled.length > 0 || calls.busy.length === 0) return
    const who = calls.busy.map(({ kind, name, id }) => `${kind} '${name}' (id '${id}')`)
    if (this.#waitedFor === who.join()) throw new ReplacementHangsError(who, this.#options.patience)
    this.#waitedFor = who.join()
  }
  #waitedFor = ''

  /** The first signal that the workflow waits for comes. */
  #signal(): boolean {
    const { report } = this.stage
    const signal = this.#signals.find(
      ({ name, after }) =>
        after === undefined && report?.waiting.some(({ kind, id }) => kind === 'signal' && id === name),
    )
    if (signal === undefined || this.stage.root.closed !== undefined) return false
    this.#send(signal)
    return true
  }

  get #nextSignal(): { readonly at: number; readonly signal: SentSignal } | undefined {
    return this.#signals
      .flatMap(signal =>
        signal.after === undefined ? [] : [{ at: this.#start + milliseconds(signal.after), signal }],
      )
      .sort((a, b) => a.at - b.at)[0]
  }

  #send(signal: SentSignal): void {
    this.#signals.splice(this.#signals.indexOf(signal), 1)
    if (this.stage.root.closed === undefined) this.signal(signal)
    else this.#sent.add(signal.name)
  }
}

/** All microtasks have run, and what they brought about. */
const turn = () => new Promise<void>(resolve => immediate(resolve))
