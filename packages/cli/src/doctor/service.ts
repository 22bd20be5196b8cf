import { UnknownDomainError } from '@reyield/client'
import { exitCodeOf } from '../errors/exit-codes.ts'
import type { Check, Finding } from './finding.ts'

/** Whether SWF responds, accepts the credentials, and has the domain. */
export const service: Check = {
  name: 'SWF',
  async check(context) {
    const domain = await context.domain()
    const { endpoint, region } = await context.settings()
    const where = endpoint ?? `Amazon SWF${region === undefined ? '' : ` in ${region}`}`
    try {
      const { swf } = await context.client()
      const { domainInfo, configuration } = await swf.describeDomain({ name: domain })
      const days = configuration?.workflowExecutionRetentionPeriodInDays ?? '?'
      if (domainInfo?.status === 'DEPRECATED') {
        return [
          {
            state: 'failed',
            what: `The domain ${domain} at ${where} is deprecated`,
            advice: 'No executions can be started in it. aws swf undeprecate-domain makes it usable again.',
          },
        ]
      }
      return [
        {
          state: 'ok',
          what: `${where} accepts the credentials; the domain keeps closed executions for ${days} days`,
        },
      ]
    } catch (error) {
      return [{ ...findingOf(error as Error, where, domain), isLast: true }]
    }
  },
}

function findingOf(error: Error, where: string, domain: string): Finding {
  const { name, message } = error
  if (error instanceof UnknownDomainError || name === 'UnknownResourceFault') {
    return {
      state: 'failed',
      what: `The domain '${domain}' isn't registered at ${where}`,
      advice: 'Choose another one with --domain, or register it: a worker does, or aws swf register-domain.',
    }
  }
  if (/Credentials/.test(name)) {
    return {
      state: 'failed',
      what: `There are no credentials for ${where}: ${message}`,
      advice: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    }
  }
  if (exitCodeOf(error) === 4 && 'code' in error) {
    return { state: 'failed', what: message.split('. ')[0]!, advice: 'Check the endpoint and the network.' }
  }
  return {
    state: 'failed',
    what: `${where} refuses DescribeDomain: ${name}: ${message}`,
    advice: 'Check the credentials and their policy, the region, and the clock.',
  }
}
