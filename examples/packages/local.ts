import { createLocalSwf } from '@reyield/local'

const local = await createLocalSwf() // with `{ db: 'swf.sqlite' }` it keeps executions in a file
const { url } = await local.listen({ port: 0 })
process.env['AWS_ENDPOINT_URL_SWF'] = url // for every AWS SDK
await local.swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '7' }) // in this process

const { domainInfos } = await local.swf.listDomains({ registrationStatus: 'REGISTERED' })
console.log(domainInfos?.map(({ name }) => name))
await local.close()
