import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { EndlessRunError } from '../simulator/errors.ts'
import type { SimulatedExecution } from '../simulator/execution.ts'
import type { Answer } from '../simulator/program.ts'
import type { DecisionTask, Simulator } from '../simulator/simulator.ts'
import { isTaskLost, isToRepeat, type Incidents } from './incidents.ts'
import { PrefixChecks, type Prefixes } from './prefixes.ts'

/** How deciders behave. */
export interface DeciderOptions {
  readonly prefixes: Prefixes
  /** More decision tasks than this are an error. */
  readonly decisionTasks: number
  /** A second decider has this code. */
  readonly oldCode: AnyWorkflow | undefined
  /** Which decision tasks of the workflow that one takes, counted from 1. */
  readonly oldCodeDecides: (nth: number) => boolean
}

/** The deciders of a run: they take what waits and answer, but for what goes wrong. */
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

  /** Takes the next decision task; false if none waits. */
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

  /** The run is over: the last tasks are checked, if they weren't. */
  end(): Promise<void> {
    return this.#prefixes.end()
  }

  #isLost({ workflowId }: SimulatedExecution): boolean {
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

  /** What older code can't decide it lets go, as a decider does: the task times out, and goes to the other one. */
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
    const drawn = this.#incidents.request('RespondDecisionTaskCompleted')
    if (isToRepeat(drawn)) this.#simulator.swf.passBy(1000) // then it's sent again
    this.#simulator.answer(task, answer)
    if (drawn?.lostResponses === true) this.#simulator.answer(task, answer) // sent again: it comes too late
    if (this.#incidents.crash('a decider has answered a decision task', task.execution.workflowId)) {
      this.#simulator.forgetPrograms()
    }
  }
}
