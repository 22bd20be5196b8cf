import { ReyieldError } from '@reyield/workflow'

/**
 * A workflow on the stage asked for an activity, a child or a Lambda function that nobody plays.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'REPLACEMENT_MISSING')) console.error(error.message)
 * ```
 */
export class ReplacementMissingError extends ReyieldError<'REPLACEMENT_MISSING'> {
  static {
    this.prototype.name = 'ReplacementMissingError'
  }
  constructor(
    part: 'activities' | 'children' | 'lambdas',
    asked: string,
    name: string,
    given: readonly string[],
  ) {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
    super(
      'REPLACEMENT_MISSING',
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
export class StepImpossibleError extends ReyieldError<'STEP_IMPOSSIBLE'> {
  static {
    this.prototype.name = 'StepImpossibleError'
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
 * A workflow waits, and nothing in its world can happen any more.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'RUN_STUCK')) console.error(error.message)
 * ```
 */
export class RunStuckError extends ReyieldError<'RUN_STUCK'> {
  static {
    this.prototype.name = 'RunStuckError'
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
export class RunEndlessError extends ReyieldError<'RUN_ENDLESS'> {
  static {
    this.prototype.name = 'RunEndlessError'
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
 * if (isReyieldError(error, 'REPLACEMENT_HANGS')) console.error(error.message)
 * ```
 */
export class ReplacementHangsError extends ReyieldError<'REPLACEMENT_HANGS'> {
  static {
    this.prototype.name = 'ReplacementHangsError'
  }
  constructor(who: readonly string[], milliseconds: number) {
    super(
      'REPLACEMENT_HANGS',
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
export class SignalUnknownError extends ReyieldError<'SIGNAL_UNKNOWN'> {
  static {
    this.prototype.name = 'SignalUnknownError'
  }
  constructor(workflow: string, signal: string, asked: readonly string[]) {
    super(
      'SIGNAL_UNKNOWN',
      `Signal '${signal}' was sent and workflow '${workflow}' never asked for a signal of that name; it asked for ${asked.map(name => `'${name}'`).join(', ') || 'none'}. Declare it once with signal(…), and use that here and there`,
    )
  }
}
