import type { AnyWorkflow } from '@reyield/workflow'
import type { CallTask } from '../mocks/call.ts'
import type { OptionsOrFactory } from '../simulator/options.ts'
import type { Answer } from '../simulator/program.ts'
import type { DecisionTask, Simulator, SimulatorState } from '../simulator/simulator.ts'
import { workflowView } from '../simulator/view.ts'
import type { Failure } from './checks.ts'
import type { ScenarioOptions } from './options.ts'
import type { TakenStep } from './step.ts'
import type { ScenarioView } from './view.ts'
import type { Worked } from './worked.ts'

/** A workflow, its input and its options. */
export interface ScenarioSetup {
  readonly workflow: AnyWorkflow
  readonly input: unknown
  readonly options: OptionsOrFactory<ScenarioOptions>
}

/** The state of a scenario after a step. It never changes, and scenarios can continue from it any number of times. */
export interface ScenarioState {
  readonly simulator: SimulatorState
  readonly steps: readonly TakenStep[]
  /** The runs of mocks. */
  readonly worked: readonly Worked[]
  /** The signals that have arrived. */
  readonly signals: readonly ArrivedSignal[]
  readonly cancelRequests: number
  /** How many decision tasks were lost. */
  readonly lostDecisions: number
  /** The keys of the work whose mocks never answer. */
  readonly hanging: readonly string[]
  /** Activities that were canceled while the workflow no longer waited for them. Their workers may still do the work. */
  readonly abandoned: readonly CallTask[]
  /** The decision task that a decider has taken, and the answer that it will send. */
  readonly open: OpenDecision | undefined
  readonly failure: Failure | undefined
}

/** A signal that has arrived. `index`: its index in the options, or -1 if it isn't one of them. */
export interface ArrivedSignal {
  readonly index: number
  readonly name: string
  readonly value: unknown
}

/** A decision task with the answer that its decider has computed. */
export interface OpenDecision {
  readonly task: DecisionTask
  readonly answer: Answer
}

/** A point in a scenario: its state, and a simulator that stands there. A step moves the simulator on. */
export interface ScenarioPoint {
  readonly setup: ScenarioSetup
  /** The options of this scenario. */
  readonly options: ScenarioOptions
  readonly simulator: Simulator
  readonly state: ScenarioState
}

/** The state of a scenario before its first step. */
export const beginning = (simulator: SimulatorState): ScenarioState => ({
  simulator,
  steps: [],
  worked: [],
  signals: [],
  cancelRequests: 0,
  lostDecisions: 0,
  hanging: [],
  abandoned: [],
  open: undefined,
  failure: undefined,
})

/** The view of a scenario that its checks get. It doesn't change later. */
export function scenarioView({ simulator, state }: ScenarioPoint): ScenarioView {
  const worked = (what?: unknown) => {
    const name = nameOf(what)
    return name === undefined ? state.worked : state.worked.filter(one => one.name === name)
  }
  return {
    ...workflowView(simulator),
    worked,
    done: (what?: unknown) => worked(what).filter(({ error }) => error === undefined),
    signals: state.signals.map(({ name, value }) => ({ name, value })),
    cancelRequests: state.cancelRequests,
    unread: simulator.report?.unread ?? [],
  }
}

/** The name of an activity, child or Lambda function. */
function nameOf(what: unknown): string | undefined {
  if (what === undefined || typeof what === 'string') return what
  const { activityName, name } = what as { readonly activityName?: string; readonly name?: string }
  return activityName ?? name
}
