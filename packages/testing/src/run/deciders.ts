import type { ExecutionView } from '@reyield/local'
import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { EndlessRunError } from '../simulator/errors.ts'
import type { Answer } from '../simulator/program.ts'
import type { DecisionTask, Simulator } from '../simulator/simulator.ts'
import { isTaskLost, type CrashPoint, type Incidents } from './incidents.ts'
import type { RunOptions } from './options.ts'
import { PrefixChecks } from './prefixes.ts'

/** The deciders of a run: they take decision tasks and answer them, except where a fault or crash is injected. */
export class Deciders {
  readonly #simulator: Simulator
  readonly #incidents: Incidents
  readonly #decisionTasks: number
  readonly #oldCode: AnyWorkflow | undefined
  readonly #oldCodeDecides: (nth: number) => boolean
  readonly #prefixes: PrefixChecks
  /** Names of the signals that the workflow has asked for. */
  readonly asked = new Set<string>()
  #ofRoot = 0

  constructor(simulator: Simulator, incidents: Incidents, options: RunOptions) {
    this.#simulator = simulator
    this.#incidents = incidents
    this.#decisionTasks = options.decisionTasks ?? 5000
    this.#oldCode = options.oldCode
    this.#oldCodeDecides = options.oldCodeDecides ?? (nth => nth % 2 === 1)
    this.#prefixes = new PrefixChecks(options.prefixes ?? 'sampled')
  }

  /** Takes the next decision task. Returns false if none is waiting. */
  async decide(): Promise<boolean> {
    const [execution] = this.#simulator.waitingTasks
    if (execution === undefined) return false
    const { tasks } = this.#prefixes
    if (tasks >= this.#decisionTasks) throw new EndlessRunError(this.#simulator.workflow.name, tasks)
    const task = this.#simulator.takeDecision(execution)
    if (this.#isLost(execution)) return true
    const answer = await this.#answerTo(execution, task)
    if (answer === undefined) return true
    const { swf } = this.#simulator
    const send = () => this.#simulator.answer(task, answer)
    this.#incidents.send(swf, 'RespondDecisionTaskCompleted', send)
    this.#crash('a decider has answered a decision task', execution)
    return true
  }

  /** At the end of the run: checks the last tasks that weren't checked yet. */
  end(): Promise<void> {
    return this.#prefixes.end()
  }

  #isLost(execution: ExecutionView): boolean {
    if (this.#crash('a decider has taken a decision task', execution)) return true
    return isTaskLost(this.#incidents.poll('PollForDecisionTask'))
  }

  #crash(point: CrashPoint, { workflowId }: ExecutionView): boolean {
    const crashes = this.#incidents.crash(point, workflowId)
    if (crashes) this.#simulator.forgetPrograms()
    return crashes
  }

  async #answerTo(execution: ExecutionView, task: DecisionTask): Promise<Answer | undefined> {
    const isRoot = execution === this.#simulator.root
    const oldCode = this.#oldCode
    if (oldCode !== undefined && isRoot && this.#oldCodeDecides(++this.#ofRoot)) {
      return this.#olderAnswer(execution, task, oldCode)
    }
    const check = this.#prefixes.begin()
    const answer = await this.#simulator.decide(task, check)
    if (!check) this.#prefixes.skipped(this.#simulator.programOf(execution), task.events, answer)
    if (isRoot) this.#noteAsked(answer)
    return answer
  }

  /**
   * The answer of the older code. A task that it can't decide times out, as with a real decider, and goes to the other
   * decider.
   */
  async #olderAnswer(
    execution: ExecutionView,
    { events }: DecisionTask,
    oldCode: AnyWorkflow,
  ): Promise<Answer | undefined> {
    this.#prefixes.begin()
    try {
      const answer = await this.#simulator.programOf(execution, oldCode).decide(events, false)
      this.#simulator.note(answer)
      this.#noteAsked(answer)
      return answer
    } catch (error) {
      if (isReyieldError(error, 'NON_DETERMINISM')) return undefined
      throw error
    }
  }

  #noteAsked({ report }: Answer): void {
    for (const name of report.asked) this.asked.add(name)
  }
}
