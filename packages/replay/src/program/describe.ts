import type {
  ActivityOperation,
  ChildOperation,
  ExternalOperation,
  LambdaOperation,
  Operation,
  ReceiveOperation,
  TimerOperation,
} from '@reyield/workflow'

/** An operation in words, for messages: `activity 'charge'`, `sleep of 5000 ms`. */
export function describeOperation(operation: unknown): string {
  const { kind } = operation as Operation<unknown>
  switch (kind) {
    case undefined:
      return 'a generator'
    case 'activity':
      return `activity '${(operation as ActivityOperation<unknown>).name}'`
    case 'child':
      return `child workflow '${(operation as ChildOperation<unknown>).name}'`
    case 'lambda':
      return `Lambda function '${(operation as LambdaOperation<unknown>).name}'`
    case 'signalExternal': {
      const { signalName, workflowId } = operation as ExternalOperation
      return `signal '${signalName}' to execution '${workflowId}'`
    }
    case 'cancelExternal':
      return `cancel request to execution '${(operation as ExternalOperation).workflowId}'`
    case 'timer': {
      const { after, at } = operation as TimerOperation
      return at === undefined ? `sleep of ${after} ms` : `sleep until ${new Date(at).toISOString()}`
    }
    case 'receive':
      return `receive of signal '${(operation as ReceiveOperation<unknown>).signalName}'`
    case 'drain':
    case 'pending':
      return `${kind}() of signal '${(operation as ReceiveOperation<unknown>).signalName}'`
    case 'join':
    case 'cancelFork':
      return `${kind === 'join' ? 'join' : 'cancel'}() of a fork`
    case 'childResult':
      return 'result() of a child'
    default:
      return `${kind}(…)`
  }
}
