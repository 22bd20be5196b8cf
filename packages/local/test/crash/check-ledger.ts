import { parseExecutionKey } from '../../src/machine/keys.ts'
import type { Ledger } from './load.ts'
import { attributesOf } from './log-checker.ts'
import type { LogEvent, LogRow } from './log-checker.ts'

/** Reports acknowledged requests that aren't in the log, and log entries that differ from their requests. */
export function faultsOfLedger(ledger: Ledger, log: readonly LogRow[]): string[] {
  const faults: string[] = []
  const events = log.flatMap(({ key, events = [] }) => events.map(event => ({ key, event })))
  const found = (type: string, member: string) =>
    count(
      events.flatMap(({ event }) =>
        event.eventType === type ? [attributesOf(event)[member] as string] : [],
      ),
    )
  const hold = (what: string, asked: ReadonlyMap<string, boolean>, there: ReadonlyMap<string, number>) => {
    for (const [name, answered] of asked) {
      const times = there.get(name) ?? 0
      if (times > 1 || (answered && times === 0)) faults.push(`${what} ${name} is there ${times} times`)
    }
  }
  const started = count(
    events.flatMap(({ key, event }) =>
      event.eventType === 'WorkflowExecutionStarted' ? [parseExecutionKey(key).workflowId] : [],
    ),
  )
  hold('execution', ledger.starts, started)
  hold('signal', ledger.signals, found('WorkflowExecutionSignaled', 'input'))
  hold('result', ledger.completions, found('ActivityTaskCompleted', 'result'))

  const batches = new Map([...ledger.batches.keys()].map(name => [name, ledger.answeredBatches.has(name)]))
  hold('batch', batches, found('DecisionTaskCompleted', 'executionContext'))
  for (const { events = [] } of log) faults.push(...faultsOfBatch(ledger, events))
  return faults
}

/** A batch must be in the log as a whole, in the transaction of its completion. A close may have been refused. */
function faultsOfBatch(ledger: Ledger, [first, ...rest]: readonly LogEvent[]): string[] {
  if (first?.eventType !== 'DecisionTaskCompleted') return []
  const name = attributesOf(first)['executionContext'] as string
  const asked = ledger.batches.get(name)?.join()
  const there = rest
    .map(({ eventType }) => eventType)
    .join()
    .replace('CompleteWorkflowExecutionFailed', 'WorkflowExecutionCompleted')
  return asked === there ? [] : [`batch ${name} is '${there}' and not '${asked}'`]
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
