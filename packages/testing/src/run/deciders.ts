import type { ExecutionView } from '@reyield/local'
import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { EndlessRunError } from '../simulator/errors.ts'
import type { Answer } from '../simulator/program.ts'
import type { DecisionTask, Simulator } from '../simulator/simulator.ts'
import { isTaskLost, isToRepeat, type Incidents } from './incidents.ts'
import { PrefixChecks, type Prefixes } from './prefixes.ts'

/** How the deciders of a run behave. */
export interface DeciderOptions {
  readonly prefixes: Prefixes
  /** The highest number of decision tasks. One more is an error. */
  readonly decisionTasks: number
  /** Older code of the workflow, which a second decider has. */
  readonly oldCode: AnyWorkflow | undefined
  /** Which decision tasks of the workflow the second decider takes, counted from 1. */
  readonly oldCodeDecides: (nth: number) => boolean
}

/** The deciders of a run: they take decision tasks and answer them, except where a fault or crash is injected. */
export class Deciders {
  readonly #simulator: Simulator
  readonly #incidents: Incidents
  readonly #options: DeciderOptions
  readonly #prefixes: PrefixChecks
  /** Names of the signals that the workflow has asked for. */
  readonly asked = new Set<string>()
  #ofRoot = 0

  constructor(simulator: Simulator, incidents: Incidents, options: DeciderOptions) {
    this.#simulator = simulator
    this.#incidents = incidents
    this.#options = options
    this.#prefixes = new PrefixChecks(options.prefixes)
  }

  /** Takes the next decision task. Returns false if none is waiting. */
  async decide(): Promise<boolean> {
    const [execution] = this.#simulator.waitingTasks
    if (execution === undefined) return false
    const { tasks } = this.#prefixes
    if (tasks >= this.#options.decisionTasks) throw new EndlessRunError(this.#simulator.workflow.name, tasks)
    const task = this.#simulator.takeDecision(execution)
    if (this.#isLost(execution)) return true
    const answer = await this.#answerTo(task)
    if (answer !== undefined) this.#send(task, answer)
    return true
  }

  /** At the end of the run: checks the last tasks that weren't checked yet. */
  end(): Promise<void> {
    return this.#prefixes.end()
  }

  #isLost({ workflowId }: ExecutionView): boolean {
    if (this.#incidents.crash('a decider has taken a decision task', workflowId)) {
      this.#simulator.forgetPrograms()
      return true
    }
    return isTaskLost(this.#incidents.request('PollForDecisionTask'))
  }

  async #answerTo(task: DecisionTask): Promise<Answer | undefined> {
    const { oldCode, oldCodeDecides } = this.#options
    if (oldCode !== undefined && this.#simulator.isRoot(task.execution) && oldCodeDecides(++this.#ofRoot)) {
      return this.#olderAnswer(task, oldCode)
    }
    const check = this.#prefixes.begin()
    const answer = await this.#simulator.decide(task, check)
    if (!check) this.#prefixes.skipped(this.#simulator.programOf(task.execution), task.events, answer)
    if (this.#simulator.isRoot(task.execution)) for (const name of answer.report.asked) this.asked.add(name)
    return answer
  }

  /**
   * The answer of the older code. A task that it can't decide times out, as with a real decider, and goes to the other
   * decider.
   */
  async #olderAnswer(task: DecisionTask, oldCode: AnyWorkflow): Promise<Answer | undefined> {
    this.#prefixes.begin()
    try {
      const answer = await this.#simulator.programOf(task.execution, oldCode).decide(task.events, false)
      this.#simulator.warnings.list.push(...answer.warnings)
      return answer
    } catch (error) {
      if (isReyieldError(error, 'NON_DETERMINISM')) return undefined
      throw error
    }
  }

  #send(task: DecisionTask, answer: Answer): void {
    const injected = this.#incidents.request('RespondDecisionTaskCompleted')
    if (isToRepeat(injected)) this.#simulator.swf.passBy(1000) // and then it is sent again
    this.#simulator.answer(task, answer)
    if (injected?.lostResponses === true) this.#simulator.answer(task, answer) // sent again, now too late
    if (this.#incidents.crash('a decider has answered a decision task', task.execution.workflowId)) {
      this.#simulator.forgetPrograms()
    }
  }
}
