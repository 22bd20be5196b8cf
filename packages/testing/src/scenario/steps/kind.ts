import type { ScenarioPoint, ScenarioState } from '../state.ts'
import type { Step, StepOf, TakenStep } from '../step.ts'

/** A step that is possible. */
export interface EnabledStep<S extends Step = Step> {
  readonly step: S
  /** Whether it belongs to the expected course. */
  readonly expected: boolean
  /** Whether only such steps are possible now. Default false. */
  readonly alone?: boolean
}

/** What a step has done. The simulator has moved on. */
export interface StepResult extends Omit<TakenStep, 'step'> {
  /** What it has changed in the state besides the simulator and the list of steps. */
  readonly changes?: Partial<Omit<ScenarioState, 'simulator' | 'steps'>>
}

/** One kind of step. */
export interface StepKind<Kind extends Step['do']> {
  /** The members that identify a step. */
  readonly key: readonly (keyof StepOf<Kind>)[]
  /** The steps of this kind that are possible at a point. */
  enabled(point: ScenarioPoint): Iterable<EnabledStep<StepOf<Kind>>>
  /** Takes an enabled step and describes it. The workflow decides afterwards. */
  take(point: ScenarioPoint, step: StepOf<Kind>): StepResult | Promise<StepResult>
}
