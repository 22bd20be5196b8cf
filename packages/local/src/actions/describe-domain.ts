import type { ActionHandler } from './action.ts'
import { domainInfo } from './domain-info.ts'
import { findDomain } from './lookup.ts'

/** Works on deprecated domains too. */
export const describeDomain: ActionHandler<'DescribeDomain'> = ({ name }, { state, owner }) => {
  const domain = findDomain(state, name)
  return {
    response: {
      domainInfo: domainInfo(domain, owner),
      configuration: { workflowExecutionRetentionPeriodInDays: domain.retention },
    },
  }
}
