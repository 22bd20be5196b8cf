import { ReyieldError } from '@reyield/workflow'

/**
 * A workflow on the simulator asked for an activity, a child or a Lambda function that has no mock.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'MOCK_MISSING')) console.error(error.message)
 * ```
 */
export class MissingMockError extends ReyieldError<'MOCK_MISSING'> {
  static {
    this.prototype.name = 'MissingMockError'
  }
  constructor(
    option: 'activities' | 'children' | 'lambdas',
    asked: string,
    name: string,
    known: readonly string[],
  ) {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
    super(
      'MOCK_MISSING',
      `${asked} has no mock. Add { ${option}: { ${key}: … } } to the options. \`${option}\` has ${known.length === 0 ? 'no mocks' : `mocks of ${known.join(', ')}`}`,
    )
  }
}

/**
 * A run or a scenario was asked for a step that isn't possible at that point. `open` lists the open operations.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'STEP_IMPOSSIBLE')) console.error(error.message)
 * ```
 */
export class ImpossibleStepError extends ReyieldError<'STEP_IMPOSSIBLE'> {
  static {
    this.prototype.name = 'ImpossibleStepError'
  }
  readonly open: readonly string[]
  constructor(step: string, why: string, open: readonly string[]) {
    super(
      'STEP_IMPOSSIBLE',
      `${step} isn't possible here: ${why}. Open: ${open.length === 0 ? 'nothing' : open.join(', ')}`,
    )
    this.open = open
  }
}

/**
 * A run can't continue: the workflow waits, and no further event is possible with its options.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'RUN_STUCK')) console.error(error.message)
 * ```
 */
export class StuckRunError extends ReyieldError<'RUN_STUCK'> {
  static {
    this.prototype.name = 'StuckRunError'
  }
  readonly waiting: readonly string[]
  constructor(workflow: string, waiting: readonly string[], goal: string, hint: string) {
    super(
      'RUN_STUCK',
      `Workflow '${workflow}' is stuck: nothing can happen any longer, but ${goal}. It waits for ${waiting.join(', ') || 'nothing'}. ${hint}`,
    )
    this.waiting = waiting
  }
}

/**
 * A run has had more decision tasks than `decisionTasks` allows. Run a workflow that never ends `until` a condition
 * holds.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'RUN_ENDLESS')) console.error(error.message)
 * ```
 */
export class EndlessRunError extends ReyieldError<'RUN_ENDLESS'> {
  static {
    this.prototype.name = 'EndlessRunError'
  }
  constructor(workflow: string, decisionTasks: number) {
    super(
      'RUN_ENDLESS',
      `Workflow '${workflow}' has had ${decisionTasks} decision tasks and hasn't ended. Stop it with until(…), or raise \`decisionTasks\``,
    )
  }
}

/**
 * A mock hasn't settled within `wallClockTimeout` of real time, and doesn't wait in simulated time either.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'MOCK_HANGING')) console.error(error.message)
 * ```
 */
export class HangingMockError extends ReyieldError<'MOCK_HANGING'> {
  static {
    this.prototype.name = 'HangingMockError'
  }
  constructor(who: readonly string[], milliseconds: number) {
    super(
      'MOCK_HANGING',
      `The mock of ${who.join(', ')} didn't settle within ${milliseconds} ms of real time. To wait in simulated time, use sleep(…) or never() of its context. If it needs more real time, raise \`wallClockTimeout\``,
    )
  }
}

/**
 * A signal was sent that the workflow never asked for by that name.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'SIGNAL_UNKNOWN')) console.error(error.message)
 * ```
 */
export class UnknownSignalError extends ReyieldError<'SIGNAL_UNKNOWN'> {
  static {
    this.prototype.name = 'UnknownSignalError'
  }
  constructor(workflow: string, signal: string, asked: readonly string[]) {
    super(
      'SIGNAL_UNKNOWN',
      `Workflow '${workflow}' never asked for signal '${signal}', which was sent. It asked for ${asked.map(name => `'${name}'`).join(', ') || 'no signals'}. Declare the signal once with signal(…), and use the declaration in both places`,
    )
  }
}
