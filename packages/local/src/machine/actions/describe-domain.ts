import type { ActionHandler } from './action.ts'
import { domainInfo } from './domain-info.ts'
import { findDomain } from './lookup.ts'

/** Also describes deprecated domains. */
export const describeDomain: ActionHandler<'DescribeDomain'> = ({ name }, context) => {
  const domain = findDomain(context, name)
  return {
    response: {
      domainInfo: domainInfo(domain, context.account),
      configuration: { workflowExecutionRetentionPeriodInDays: domain.retention },
    },
  }
}
