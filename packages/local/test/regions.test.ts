import { SWF } from '@aws-sdk/client-swf'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, test } from 'vitest'
import {
  createLocalSwf,
  exportHistories,
  importHistories,
  testClock,
  type LocalSwf,
  type LocalSwfOptions,
  type LocalSwfWarning,
} from '../src/index.ts'
import { openDatabase } from '../src/storage/driver.ts'
import { tableOfFormat1 } from '../src/storage/format-1.ts'
import { killAll, startServer } from './server-process.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
  await killAll()
})

const file = () => join(mkdtempSync(join(tmpdir(), 'swf-regions-')), 'swf.sqlite')
const domain = 'shop'
const type = { name: 'order', version: '1' }
const taskList = { name: 'orders' }

async function make(options: LocalSwfOptions = {}): Promise<LocalSwf & { warnings: LocalSwfWarning[] }> {
  const warnings: LocalSwfWarning[] = []
  const local = await createLocalSwf({ onWarning: warning => warnings.push(warning), ...options })
  opened.push(local)
  return Object.assign(local, { warnings })
}

function client(region: string, config: object): SWF {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const swf = new SWF({ region, credentials, maxAttempts: 1, ...config })
  opened.push({ close: () => swf.destroy() })
  return swf
}

const register = async (swf: Pick<SWF, 'registerDomain' | 'registerWorkflowType'>, description = '') => {
  await swf.registerDomain({ name: domain, description, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...type })
}

const start = (swf: SWF, workflowId = 'order-7') =>
  swf.startWorkflowExecution({
    domain,
    workflowId,
    workflowType: type,
    taskList,
    executionStartToCloseTimeout: '3600',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  })

const transports: [string, (local: LocalSwf, region: string) => Promise<SWF>][] = [
  ['over HTTP', async (local, region) => client(region, { endpoint: (await local.listen()).url })],
  ['in this process', async (local, region) => client(region, { requestHandler: local.requestHandler() })],
]

describe.each(transports)('clients of two regions %s', (_, connect) => {
  async function both(options: LocalSwfOptions = { regions: 'separate' }) {
    const local = await make(options)
    return { local, us: await connect(local, 'us-east-1'), eu: await connect(local, 'eu-west-1') }
  }

  it('can each have a domain of the same name, with its own types, executions and tags', async () => {
    const { us, eu } = await both()
    await register(us, 'American')
    await register(eu, 'European')
    const shown = await Promise.all([us, eu].map(swf => swf.describeDomain({ name: domain })))
    expect(shown.map(({ domainInfo }) => [domainInfo!.description, domainInfo!.arn])).toEqual([
      ['American', `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`],
      ['European', `arn:aws:swf:eu-west-1:123456789012:/domain/${domain}`],
    ])
    const { runId } = await start(us)
    const execution = { workflowId: 'order-7', runId: runId! }
    await expect(eu.describeWorkflowExecution({ domain, execution })).rejects.toMatchObject({
      name: 'UnknownResourceFault',
    })
    expect((await start(eu)).runId).not.toBe(runId)
    await eu.deprecateDomain({ name: domain })
    await us.signalWorkflowExecution({ domain, workflowId: 'order-7', signalName: 's' })
    const [arn] = shown.map(({ domainInfo }) => domainInfo!.arn!)
    await us.tagResource({ resourceArn: arn!, tags: [{ key: 'k', value: 'v' }] })
    await expect(eu.listTagsForResource({ resourceArn: arn! })).rejects.toMatchObject({
      name: 'UnknownResourceFault',
    })
    const lists = await Promise.all(
      [us, eu].map(swf => swf.listDomains({ registrationStatus: 'REGISTERED' })),
    )
    expect(lists.map(({ domainInfos }) => domainInfos!.length)).toEqual([1, 0])
  })

  it('get no task of the other region, and its tokens are unknown', async () => {
    const { local, us, eu } = await both()
    await register(us)
    await register(eu)
    const waiting = eu.pollForDecisionTask({ domain, taskList })
    await local.swf.listDomains({ registrationStatus: 'REGISTERED' }) // after a round trip, the poll waits
    await start(us)
    const { taskToken } = await us.pollForDecisionTask({ domain, taskList })
    expect(taskToken).toBeDefined()
    await expect(eu.respondDecisionTaskCompleted({ taskToken })).rejects.toMatchObject({
      name: 'UnknownResourceFault',
      message: expect.stringContaining('Unknown execution') as string,
    })
    const { runId } = await start(eu)
    expect((await waiting).workflowExecution).toEqual({ workflowId: 'order-7', runId })
    await us.respondDecisionTaskCompleted({ taskToken })
  })

  it('share one region by default, that of the server', async () => {
    const { local, us, eu } = await both({ region: 'eu-central-1' })
    await register(us)
    const { runId } = await start(eu)
    const shown = await local.swf.describeDomain({ name: domain })
    expect(shown.domainInfo!.arn).toBe(`arn:aws:swf:eu-central-1:123456789012:/domain/${domain}`)
    const { workflowExecution } = await us.pollForDecisionTask({ domain, taskList })
    expect([workflowExecution!.runId, local.warnings]).toEqual([runId, []])
  })

  it('get an error for a domain of another region, and the server warns once', async () => {
    const { local, us, eu } = await both()
    await register(us)
    for (const swf of [eu, eu]) {
      await expect(swf.describeDomain({ name: domain })).rejects.toMatchObject({
        name: 'UnknownResourceFault',
        message: `Unknown domain: ${domain}`,
      })
    }
    await expect(eu.describeDomain({ name: 'nowhere' })).rejects.toThrow('Unknown domain')
    expect(local.warnings).toEqual([
      {
        code: 'DOMAIN_IN_OTHER_REGION',
        message: `The domain '${domain}' doesn't exist in eu-west-1, but in us-east-1. Set the region of the client to that of the domain, or register the domain in this region too`,
      },
    ])
  })

  it('have their own quotas and rates', async () => {
    const { us, eu } = await both({
      regions: 'separate',
      clock: testClock(),
      throttle: true,
      limits: { domains: 1 },
    })
    await register(us)
    await register(eu)
    await expect(
      us.registerDomain({ name: 'other', workflowExecutionRetentionPeriodInDays: '1' }),
    ).rejects.toMatchObject({ name: 'LimitExceededFault' })
    const list = (swf: SWF) => swf.listDomains({ registrationStatus: 'REGISTERED' })
    const answers = await Promise.allSettled(Array.from({ length: 101 }, () => list(us)))
    expect(answers.filter(({ status }) => status === 'rejected').length).toBe(1)
    await list(eu)
  })
})

it('a direct call, an unsigned request and one signed for a name that is not an AWS region belong to the region of the server', async () => {
  const local = await make({ regions: 'separate', region: 'eu-west-1' })
  await register(local.swf as unknown as SWF)
  const { url } = await local.listen()
  const describe = (headers: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'SimpleWorkflowService.DescribeDomain', ...headers },
      body: JSON.stringify({ name: domain }),
    }).then(response => response.status)
  const signed = (region: string) => ({
    Authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/${region}/swf/aws4_request, SignedHeaders=host, Signature=a`,
  })
  const nonsense = { Authorization: 'AWS4-HMAC-SHA256 nonsense' }
  expect([
    await describe({}),
    await describe(nonsense),
    await describe(signed('eu-west-1')),
    await describe(signed('us-east-1')),
    await describe(signed('eu_west_1')),
  ]).toEqual([200, 200, 200, 400, 400])
  // what boto 2 derives from 127.0.0.1 and localhost, and a name that is often used for a local server
  expect(await Promise.all(['0', 'localhost', 'local'].map(region => describe(signed(region))))).toEqual([
    200, 200, 200,
  ])
})

it.each(['', 'us/east', 'a b'])('a server of the region %j is refused (OPTION_INVALID)', async region => {
  await expect(createLocalSwf({ region })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
})

test('a restart, an export and an import keep the regions apart', async () => {
  const db = file()
  const before = await make({ db, regions: 'separate' })
  const runs: string[] = []
  for (const region of ['us-east-1', 'eu-west-1']) {
    const swf = client(region, { requestHandler: before.requestHandler() })
    await register(swf)
    runs.push((await start(swf)).runId!)
  }
  await before.close()
  const exported = exportHistories(db)
  expect(exported.map(({ region, domain, execution }) => [region, domain, execution.runId])).toEqual([
    ['us-east-1', domain, runs[0]],
    ['eu-west-1', domain, runs[1]],
  ])
  expect(exportHistories(db, { region: 'eu-west-1' })).toEqual([exported[1]])
  const imported = file()
  importHistories(imported, exported)
  for (const path of [db, imported]) {
    const local = await make({ db: path, regions: 'separate' })
    for (const [n, region] of ['us-east-1', 'eu-west-1'].entries()) {
      const swf = client(region, { requestHandler: local.requestHandler() })
      const open = await swf.listOpenWorkflowExecutions({
        domain,
        startTimeFilter: { oldestDate: new Date(0) },
      })
      expect(open.executionInfos!.map(({ execution }) => execution!.runId)).toEqual([runs[n]])
    }
    await local.close()
  }
  expect(() => importHistories(file(), [...exported, exported[0]!])).toThrow(
    expect.objectContaining({ code: 'HISTORY_UNREADABLE' }) as Error,
  )
  expect(() => importHistories(file(), [{ ...exported[0], region: 'a/b' }])).toThrow(
    expect.objectContaining({ code: 'HISTORY_UNREADABLE' }) as Error,
  )
})

test('swf-local keeps the regions of signatures apart; --region is that of unsigned requests', async () => {
  const server = await startServer('--region', 'eu-west-1')
  const us = client('us-east-1', { endpoint: server.url })
  const eu = client('eu-west-1', { endpoint: server.url })
  await register(eu)
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'SimpleWorkflowService.DescribeDomain' },
    body: JSON.stringify({ name: domain }),
  })
  expect(await response.json()).toMatchObject({
    domainInfo: { arn: `arn:aws:swf:eu-west-1:123456789012:/domain/${domain}` },
  })
  await expect(us.describeDomain({ name: domain })).rejects.toMatchObject({ name: 'UnknownResourceFault' })
  await server.stop()
})

test("a file of format 1 belongs to the server's region after its migration, and the server reports this", async () => {
  const db = file()
  writeFormat1(db)
  const local = await make({ db, regions: 'separate', region: 'eu-west-1' })
  const [migrated] = local.warnings
  expect([migrated!.code, migrated!.message]).toEqual([
    'DB_MIGRATED',
    expect.stringContaining('now belong to the region eu-west-1'),
  ])
  const eu = client('eu-west-1', { requestHandler: local.requestHandler() })
  const us = client('us-east-1', { requestHandler: local.requestHandler() })
  expect((await eu.describeDomain({ name: domain })).domainInfo!.name).toBe(domain)
  await expect(us.describeDomain({ name: domain })).rejects.toMatchObject({ name: 'UnknownResourceFault' })
})

/** A file that an earlier version wrote, with a domain. */
function writeFormat1(path: string): void {
  const database = openDatabase(path)
  database.exec(
    `PRAGMA application_id = ${0x72535746}; PRAGMA user_version = 1; CREATE TABLE ${tableOfFormat1}`,
  )
  const body = JSON.stringify({ data: { retention: '1', tags: [] } })
  database
    .prepare('INSERT INTO log (seq, at, kind, key, body) VALUES (1, 1, ?, ?, ?)')
    .run('domain-registered', domain, body)
  database.close()
}
