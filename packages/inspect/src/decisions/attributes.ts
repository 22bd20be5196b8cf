import type { Decision } from '@aws-sdk/client-swf'

/** The attributes of a decision, from the member that is named after its type: `startTimerDecisionAttributes`. */
export function attributesOfDecision(decision: Decision): Readonly<Record<string, unknown>> {
  const members = Object.entries(decision) as [string, Readonly<Record<string, unknown>> | string][]
  const [, found] = members.find(([member]) => member.endsWith('DecisionAttributes')) ?? []
  return typeof found === 'object' ? found : {}
}
