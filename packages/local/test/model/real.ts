import { SwfError } from '../../src/model/swf-error.ts'
import { createMachine } from '../../src/machine/machine.ts'
import type { Draft, Transaction, WireEvent } from '../../src/machine/transaction.ts'
import { limits } from './batch.ts'
import { given } from './execution.ts'
import type { Row } from './execution.ts'

/** The result of a request. */
export type Reply =
  | { readonly response: Record<string, unknown>; readonly events: readonly WireEvent[] }
  | { readonly fault: string; readonly message: string }

/** The machine with a clock that the test sets. Each transaction is a separate step. */
export class Real {
  now = 1_700_000_000_000
  log: Transaction[] = []
  private runs = 0
  private machine = this.create()

  private create() {
    return createMachine({ limits, randomId: () => `run+${++this.runs}/=` })
  }

  /** Sends a request. What it records is in the log before the reply is returned. */
  ask(action: string, input: unknown): Reply {
    try {
      const outcome = this.machine.handle(action, input, this.now)
      if ('wait' in outcome) return { response: outcome.empty as Record<string, unknown>, events: [] }
      if (outcome.record !== undefined) this.append(outcome.record)
      return {
        response: outcome.response as Record<string, unknown>,
        events: outcome.record?.events ?? [],
      }
    } catch (error) {
      if (!(error instanceof SwfError)) throw error
      return { fault: error.name, message: error.message }
    }
  }

  /** Applies the next pending transition. Undefined if there is none. */
  pendingTransition(): Transaction | undefined {
    return this.step(this.machine.pendingTransition(this.now))
  }

  /** Applies the earliest deadline that has passed. */
  due(): Transaction | undefined {
    return this.step(this.machine.due(this.now))
  }

  nextDeadline(): number | undefined {
    return this.machine.nextDeadline()
  }

  /** Makes a new machine from the log alone. */
  restart(): void {
    this.machine = this.create()
    this.log = JSON.parse(JSON.stringify(this.log)) as Transaction[]
    for (const transaction of this.log) this.machine.apply(transaction)
  }

  history(workflowId: string, runId: string): Row[] {
    const reply = this.ask('GetWorkflowExecutionHistory', { domain: 'd', execution: { workflowId, runId } })
    if ('fault' in reply) throw new Error(`${reply.fault}: ${reply.message}`)
    return (reply.response['events'] as WireEvent[]).map(rowOf)
  }

  private step(draft: Draft | undefined): Transaction | undefined {
    return draft && this.append(draft)
  }

  private append(draft: Draft): Transaction {
    const transaction = { ...draft, seq: this.log.length + 1, at: this.now }
    this.log.push(transaction)
    this.machine.apply(transaction)
    return transaction
  }
}

export function rowOf({ eventId: id, eventTimestamp, eventType: type, ...rest }: WireEvent): Row {
  const [attributes] = Object.values(rest)
  return { id, at: Math.round(eventTimestamp * 1000), type, attributes: given(attributes as object as never) }
}
