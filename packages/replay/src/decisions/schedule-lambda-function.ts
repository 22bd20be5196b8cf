import type { Decision } from '@aws-sdk/client-swf'
import { json } from '@reyield/data'
import type { LambdaOperation } from '@reyield/workflow'
import type { Entry } from '../match/ledger.ts'

export function scheduleLambdaFunction(entry: Entry): Decision {
  const { name, input: value, startToClose, serializer = json } = entry.operation as LambdaOperation<unknown>
  const input = serializer.serialize(value)
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
