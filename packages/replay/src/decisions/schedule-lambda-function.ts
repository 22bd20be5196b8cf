import type { Decision } from '@aws-sdk/client-swf'
import type { LambdaOperation } from '@reyield/workflow'
import { textOf } from '../ledger/inputs.ts'
import type { Entry } from '../ledger/ledger.ts'

export function scheduleLambdaFunction(entry: Entry): Decision {
  const { name, startToClose } = entry.operation as LambdaOperation<unknown>
  const input = textOf(entry.input!)
  return {
    decisionType: 'ScheduleLambdaFunction',
    scheduleLambdaFunctionDecisionAttributes: {
      id: entry.id,
      name,
      ...(input === undefined ? {} : { input }),
      ...(startToClose === undefined ? {} : { startToCloseTimeout: startToClose }),
    },
  }
}
