import type { ActionHandler } from './action.ts'
import { domainInfo } from './domain-info.ts'
import { findDomain } from './lookup.ts'

export const describeDomain: ActionHandler<'DescribeDomain'> = ({ name }, { state, owner }) => {
  const domain = findDomain(state, name)
  return {
    response: {
      domainInfo: domainInfo(domain, owner),
      configuration: { workflowExecutionRetentionPeriodInDays: domain.retention },
    },
  }
}
