import type { Decision } from '@aws-sdk/client-swf'
import { PayloadTooLongError } from '@reyield/data'
import { attributesOfDecision } from '@reyield/data/internal'
import type { WorkflowLog } from '../workflow-log.ts'
import { RunawayWorkflowError } from '../errors/program.ts'
import { longestPayload } from '../verdicts/swf-limits.ts'
import type { Input, Missing } from './input.ts'

/** How often a task is decided again before the execution is held. */
const mostAttempts = 100

/**
 * What earlier attempts at deciding a task have found out (rule E4). Only after a payload is encoded, or found by a second pass, is it
 * known whether SWF would refuse it. Then the task is decided again, and the payload is refused where the program asks for it.
 */
export class Attempts {
  #count = 1
  /** Lengths on the wire of payloads that are too long, by their text. */
  tooLong: Map<string, number> | undefined
  /** Inputs that second passes have found (C14). */
  inputs: Missing | undefined
  /** Results of side effects, so that each runs once for all attempts. */
  evaluated: Map<string, Input> | undefined
  readonly #lines: string[] = []
  #line = 0
  readonly log: WorkflowLog | undefined

  /** `log` receives each line once, though every attempt logs it. */
  constructor(log: WorkflowLog | undefined) {
    this.log =
      log &&
      ((level, message, fields) => {
        const line = `${level} ${message}`
        if (this.#lines[this.#line++] === line) return
        this.#lines.length = this.#line - 1
        this.#lines.push(line)
        log(level, message, fields)
      })
  }

  /**
   * Records payloads of decisions that are too long on the wire.
   *
   * @throws PayloadTooLongError (PAYLOAD_TOO_LONG) for one that was refused before, without effect
   */
  refuse(decisions: ReadonlyMap<Decision, number>, fieldOf: (decision: Decision) => string): void {
    const known = (this.tooLong ??= new Map<string, number>())
    const found = new Map<string, number>() // several decisions of one answer may carry the same
    for (const [decision, length] of decisions) {
      const text = payloadOf(decision)
      if (text === undefined || known.has(text)) {
        throw new PayloadTooLongError(fieldOf(decision), length, longestPayload)
      }
      found.set(text, length)
    }
    for (const [text, length] of found) known.set(text, length)
  }

  /** Records the inputs that a second pass has found. */
  note({ ordinals, asks }: Missing): void {
    const known = (this.inputs ??= { ordinals: new Map(), asks: new Map() })
    for (const [ordinal, input] of ordinals) known.ordinals.set(ordinal, input)
    for (const [key, input] of asks) known.asks.set(key, input)
  }

  /** Another attempt begins. @throws RunawayWorkflowError (WORKFLOW_RUNAWAY) when there have been too many */
  again(workflow: string): void {
    this.#line = 0
    if (this.#count++ < mostAttempts) return
    throw new RunawayWorkflowError(workflow, '', mostAttempts, 'operations with payloads that are too long')
  }

  /** Whether the task was decided more than once, so that its program has seen errors that a first attempt doesn't throw. */
  get several(): boolean {
    return this.#count > 1
  }

  /** The next task begins. A new replay of it would know nothing of these attempts. */
  forget(): void {
    this.#count = 1
    this.tooLong = this.inputs = this.evaluated = undefined
    this.#lines.length = this.#line = 0
  }
}

/** The payload of a decision. */
function payloadOf(decision: Decision): string | undefined {
  const { input, result, details } = (attributesOfDecision(decision) ?? {}) as Partial<
    Record<'input' | 'result' | 'details', string>
  >
  return input ?? result ?? details
}
