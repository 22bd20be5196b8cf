import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lateCauses, refusalCauses, type DecisionType } from './causes.ts'

const { shapes } = JSON.parse(
  readFileSync(new URL('../../../local/model/service-2.json', import.meta.url), 'utf8'),
) as { shapes: Record<string, { enum?: string[] }> }

/** Causes that are recorded later, by the name of the event. */
const late: Partial<Record<DecisionType | 'StartLambdaFunction', readonly string[]>> = {
  StartChildWorkflowExecution: lateCauses.child,
  SignalExternalWorkflowExecution: lateCauses.signal,
  RequestCancelExternalWorkflowExecution: lateCauses.cancel,
  StartLambdaFunction: lateCauses.lambda,
}

it("the causes are those of SWF's model, immediate and later ones together", () => {
  const ours = [...Object.keys(refusalCauses), 'StartLambdaFunction'].map(type => [
    `${type}FailedCause`,
    [...(refusalCauses[type as DecisionType] ?? []), ...(late[type as DecisionType] ?? [])].toSorted(),
  ])
  const theirs = Object.entries(shapes)
    .filter(([name]) => /FailedCause$/.test(name))
    .map(([name, shape]) => [name, shape.enum!.toSorted()])
  expect(new Map(ours as [string, string[]][])).toEqual(new Map(theirs as [string, string[]][]))
})

it('every decision type of the model has its causes', () => {
  expect(Object.keys(refusalCauses).toSorted()).toEqual(shapes['DecisionType']!.enum!.toSorted())
})
