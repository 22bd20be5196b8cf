import type { ActivityOperation, Operation, ReceiveOperation, TimerOperation } from '@reyield/workflow'

/** An operation in words, for messages: `activity 'charge'`, `sleep of 5000 ms`. */
export function describeOperation(operation: Operation<unknown>): string {
  if (operation.kind === 'activity') return `activity '${(operation as ActivityOperation<unknown>).name}'`
  if (operation.kind === 'timer') {
    const { after, at } = operation as TimerOperation
    return at === undefined ? `sleep of ${after} ms` : `sleep until ${new Date(at).toISOString()}`
  }
  if ('signalName' in operation) {
    const { kind, signalName } = operation as ReceiveOperation<unknown>
    return `${kind === 'receive' ? 'receive' : `${String(kind)}()`} of signal '${signalName}'`
  }
  return `${operation.kind}(…)`
}
