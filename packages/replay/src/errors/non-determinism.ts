import { ReyieldError } from '@reyield/workflow'
import { printed } from '@reyield/workflow/internal'
import type { Waiting } from '../report.ts'

/** A decision that a completed decision task recorded. */
export interface Recorded {
  readonly eventId: number
  readonly eventType: string
  /** The operation's id: of an activity, a timer, a child, a marker. */
  readonly id: string | undefined
  /** `name version` of an activity, a child or a Lambda function. */
  readonly type: string | undefined
  /** The input, if the decision has one. Inputs aren't compared, only shown. */
  readonly input?: unknown
}

/**
 * History and program disagree: the history records a decision that the program doesn't make at that place. The execution is
 * held, and continues after a deployment that fits its history. The message is a diff of both sides. It has no inputs unless
 * `logPayloads` is set, since it is logged and sent to SWF. `recorded` and `asked` contain the same as data, with inputs.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'NON_DETERMINISM')) console.error(error.message)
 * ```
 */
export class NonDeterminismError extends ReyieldError<'NON_DETERMINISM'> {
  static {
    this.prototype.name = 'NonDeterminismError'
  }
  /** What the history records. */
  readonly recorded: Recorded
  /** What the program asked for at that place, and the history hadn't recorded. `at`: source lines, if traced. */
  readonly asked: readonly Waiting[]
  /** What the program does instead, in words. */
  readonly problem: string
  /** The probable cause. */
  readonly likely: string
  /** Whether the message contains inputs. */
  readonly logPayloads: boolean
  constructor(
    workflow: string,
    recorded: Recorded,
    problem: string,
    asked: readonly Waiting[],
    { logPayloads = false }: { readonly logPayloads?: boolean } = {},
  ) {
    const likely = likelyCause(recorded, problem, asked)
    super('NON_DETERMINISM', diff(workflow, recorded, problem, asked, likely, logPayloads))
    this.logPayloads = logPayloads
    this.recorded = recorded
    this.asked = asked
    this.problem = problem
    this.likely = likely
  }
}

function diff(
  workflow: string,
  recorded: Recorded,
  problem: string,
  asked: readonly Waiting[],
  likely: string,
  logPayloads: boolean,
): string {
  const { eventId, eventType, id, type, input } = recorded
  const twin = asked.find(one => one.id === id)
  const shown = 6
  return [
    `Workflow '${workflow}' doesn't do what its history records`,
    `- history: event ${eventId} ${eventType}${id === undefined ? '' : ` id '${id}'`}${type === undefined ? '' : ` ${type}`}`,
    ...(input === undefined || !logPayloads ? [] : [`           input ${short(input)}`]),
    `+ program: ${problem}`,
    ...asked
      .slice(0, shown)
      .flatMap(one => [
        `           wants ${one.kind} id '${one.id}'${one.name === undefined ? '' : ` ${one.name}${one.version === undefined ? '' : ` ${one.version}`}`}`,
        ...(one === twin && short(one.input) !== short(input)
          ? [logPayloads ? `           input ${short(one.input)}` : `           with another input`]
          : []),
        ...(one.at === undefined || one.at.length === 0 ? [] : [`           at ${one.at[0]}`]),
      ]),
    ...(asked.length > shown ? [`           and ${asked.length - shown} more`] : []),
    `Likely: ${likely}`,
    `The execution is left as it is: deploy code that fits its history`,
  ].join('\n')
}

function short(value: unknown): string {
  let text: string
  try {
    text = JSON.stringify(value) ?? 'undefined'
  } catch {
    text = printed(value) // a bigint, or a circular object
  }
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`
}

function likelyCause({ id, type, eventType }: Recorded, problem: string, asked: readonly Waiting[]): string {
  if (eventType === 'MarkerRecorded' && id?.startsWith('p') === true) {
    return `the call patched('${id.slice(1)}') was removed from the code: declare retired: ['${id.slice(1)}'] at the workflow`
  }
  const [name, version] = type?.split(' ') ?? []
  const twin = asked.find(one => one.id === id)
  const namesake = asked.find(one => one.name === name && name !== undefined)
  if (namesake !== undefined && namesake.version !== version) {
    return `the version of ${namesake.kind} '${name}' was changed from ${version} to ${namesake.version}: take the new code path only if patched(…) is true`
  }
  if (twin !== undefined && twin.name !== undefined && type !== undefined) {
    return `the code at this place was changed from '${name}' to '${twin.name}' without patched(…)`
  }
  if (namesake !== undefined) {
    return `an operation was added or removed before this place without patched(…), which changed the ids of the operations after it`
  }
  if (/ended|failed|canceled|continues/.test(problem)) {
    return `the program ends earlier than it did, or with another outcome: its code was changed without patched(…), or it reads a clock, random numbers or the environment`
  }
  return `the code was changed under an open execution without patched(…), or the program depends on a clock, random numbers, the environment or variables outside of it`
}
