import { ReyieldError } from '@reyield/workflow'

/**
 * A workflow on the simulator asked for an activity, a child or a Lambda function that nobody plays.
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
    part: 'activities' | 'children' | 'lambdas',
    asked: string,
    name: string,
    given: readonly string[],
  ) {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
    super(
      'MOCK_MISSING',
      `${asked} was asked for and nobody plays it: add { ${part}: { ${key}: … } }. ${part} has ${given.join(', ') || 'nothing'}`,
    )
  }
}

/**
 * A run or a story was asked for a step that can't happen there; `open` lists what can end.
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
      `${step}: this can't happen here, ${why}. Open: ${open.length === 0 ? 'nothing' : open.join(', ')}`,
    )
    this.open = open
  }
}

/**
 * A workflow waits, and nothing in its options can happen any more.
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
      `Workflow '${workflow}' is stuck: ${goal}, and nothing can happen any more. It waits for ${waiting.join(', ') || 'nothing'}. ${hint}`,
    )
    this.waiting = waiting
  }
}

/**
 * A run goes on and on: more decision tasks than it may have. A workflow that never ends is run `until` something.
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
      `Workflow '${workflow}' has had ${decisionTasks} decision tasks and hasn't ended: stop it with until(…), or raise \`decisionTasks\``,
    )
  }
}

/**
 * An activity's function hasn't settled in the process's time, and neither sleeps nor waits in the run's time.
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
      `${who.join(', ')} didn't settle within ${milliseconds} ms of the process's time: use the context's sleep(…) or never() to wait in the run's time, or raise \`patience\``,
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
      `Signal '${signal}' was sent and workflow '${workflow}' never asked for a signal of that name; it asked for ${asked.map(name => `'${name}'`).join(', ') || 'none'}. Declare it once with signal(…), and use that here and there`,
    )
  }
}
