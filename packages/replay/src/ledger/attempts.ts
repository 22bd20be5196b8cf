import type { Decision } from '@aws-sdk/client-swf'
import { PayloadTooLongError } from '@reyield/data'
import type { WorkflowLog } from '../workflow-log.ts'
import { RunawayWorkflowError } from '../errors/program.ts'
import { longestPayload } from '../verdicts/swf-limits.ts'
import type { Input, Missing } from './input.ts'

/** How often an answer is decided afresh, before the execution is held. */
const mostAttempts = 100

/**
 * What earlier attempts at the answer to a decision task have found out (rule E4): a payload that SWF would refuse is known
 * only when it's encoded, or when a second pass has found it. Then the task is decided afresh, and refuses it where it's asked for.
 */
export class Attempts {
  #count = 1
  /** Lengths on the wire of payloads that are too long, by their text. */
  tooLong: Map<string, number> | undefined
  /** What second passes have found (C14). */
  inputs: Missing | undefined
  /** What side effects came to: each runs once for an answer. */
  evaluated: Map<string, Input> | undefined
  readonly #lines: string[] = []
  #line = 0
  readonly log: WorkflowLog | undefined

  /** `log` gets each line once, though every attempt logs it. */
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

  /** Notes payloads of decisions that are too long on the wire. @throws PayloadTooLongError for one that was refused to no avail */
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

  /** What a second pass has found. */
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

  /** Whether the answer was decided afresh: its program has heard of something that a first attempt doesn't know. */
  get several(): boolean {
    return this.#count > 1
  }

  /** The task is answered: what comes is another one, for which a fresh replay knows nothing of this. */
  forget(): void {
    this.#count = 1
    this.tooLong = this.inputs = this.evaluated = undefined
    this.#lines.length = this.#line = 0
  }
}

/** The payload of a decision. */
function payloadOf(decision: Decision): string | undefined {
  const type = decision.decisionType ?? ''
  const member = `${type[0]?.toLowerCase()}${type.slice(1)}DecisionAttributes` as keyof Decision
  const { input, result, details } = (decision[member] ?? {}) as Partial<
    Record<'input' | 'result' | 'details', string>
  >
  return input ?? result ?? details
}
