import { describe, expect, test } from 'vitest'
import { act, child, continueAsNew, flow, marker, schedule, TestService } from './test-service.ts'

const at = 1_700_000_000

describe('domains', () => {
  const d = { name: 'd', workflowExecutionRetentionPeriodInDays: '7' }

  test('a registered domain is described', () => {
    const service = new TestService()
    expect(service.call('RegisterDomain', { ...d, description: 'of mine' })).toBe(undefined)
    expect(service.call('DescribeDomain', { name: 'd' })).toEqual({
      domainInfo: {
        name: 'd',
        status: 'REGISTERED',
        description: 'of mine',
        arn: 'arn:aws:swf:us-east-1:123456789012:/domain/d',
      },
      configuration: { workflowExecutionRetentionPeriodInDays: '7' },
    })
  })

  test("a name can't be registered again, even if the domain is deprecated", () => {
    const service = new TestService()
    service.call('RegisterDomain', d)
    expect(service.errorOf('RegisterDomain', d)).toBe('DomainAlreadyExistsFault: d')
    service.call('DeprecateDomain', { name: 'd' })
    expect(service.errorOf('RegisterDomain', d)).toBe('DomainAlreadyExistsFault: d')
    expect(service.errorOf('DeprecateDomain', { name: 'd' })).toBe('DomainDeprecatedFault: d')
  })

  test('an unknown domain is an error in every action', () => {
    const service = new TestService()
    const domain = 'foobar'
    const taskList = { name: 'l' }
    const type = { name: 't', version: '1' }
    const execution = { workflowId: 'w', runId: 'r' }
    const registrationStatus = 'REGISTERED'
    const requests: [string, object][] = [
      ['DescribeDomain', { name: domain }],
      ['DeprecateDomain', { name: domain }],
      ['UndeprecateDomain', { name: domain }],
      ['RegisterWorkflowType', { domain, ...type }],
      ['DescribeWorkflowType', { domain, workflowType: type }],
      ['ListWorkflowTypes', { domain, registrationStatus }],
      ['DeprecateWorkflowType', { domain, workflowType: type }],
      ['UndeprecateWorkflowType', { domain, workflowType: type }],
      ['DeleteWorkflowType', { domain, workflowType: type }],
      ['RegisterActivityType', { domain, ...type }],
      ['DescribeActivityType', { domain, activityType: type }],
      ['ListActivityTypes', { domain, registrationStatus }],
      ['DeprecateActivityType', { domain, activityType: type }],
      ['UndeprecateActivityType', { domain, activityType: type }],
      ['DeleteActivityType', { domain, activityType: type }],
      ['StartWorkflowExecution', { domain, workflowId: 'w', workflowType: type }],
      ['SignalWorkflowExecution', { domain, workflowId: 'w', signalName: 's' }],
      ['RequestCancelWorkflowExecution', { domain, workflowId: 'w' }],
      ['TerminateWorkflowExecution', { domain, workflowId: 'w' }],
      ['DescribeWorkflowExecution', { domain, execution }],
      ['GetWorkflowExecutionHistory', { domain, execution }],
      ['PollForDecisionTask', { domain, taskList }],
      ['PollForActivityTask', { domain, taskList }],
      ['CountPendingDecisionTasks', { domain, taskList }],
      ['CountPendingActivityTasks', { domain, taskList }],
    ]
    expect(requests.map(([action, input]) => service.errorOf(action, input))).toEqual(
      requests.map(() => 'UnknownResourceFault: Unknown domain: foobar'),
    )
  })

  test('they are listed by name, by status, and page by page', () => {
    const service = new TestService()
    for (const name of ['c', 'a', 'e', 'b', 'd']) service.call('RegisterDomain', { ...d, name })
    service.call('DeprecateDomain', { name: 'e' })
    const list = (more: object) => service.call('ListDomains', { registrationStatus: 'REGISTERED', ...more })
    const names = (more: object) => list(more).domainInfos.map(({ name }) => name)

    expect(names({})).toEqual(['a', 'b', 'c', 'd'])
    expect(names({ reverseOrder: true })).toEqual(['d', 'c', 'b', 'a'])
    expect(names({ registrationStatus: 'DEPRECATED' })).toEqual(['e'])

    const first = list({ maximumPageSize: 3, reverseOrder: true })
    expect(first.domainInfos.map(({ name }) => name)).toEqual(['d', 'c', 'b'])
    const next = { maximumPageSize: 3, reverseOrder: true, nextPageToken: first.nextPageToken }
    expect(names(next)).toEqual(['a'])
    expect(list(next).nextPageToken).toBe(undefined)
    // A page that is exactly full is the last one.
    expect(list({ maximumPageSize: 4 }).nextPageToken).toBe(undefined)
    // Other parameters must be repeated.
    const other = { registrationStatus: 'REGISTERED', nextPageToken: first.nextPageToken }
    expect(service.errorOf('ListDomains', other)).toBe('ValidationException: Invalid token')
  })

  test('a page token is valid for a day', () => {
    const service = new TestService()
    for (const name of ['a', 'b']) service.call('RegisterDomain', { ...d, name })
    const request = { registrationStatus: 'REGISTERED', maximumPageSize: 1 } as const
    const nextPageToken = service.call('ListDomains', request).nextPageToken!
    service.pass(24 * 3600 * 1000)
    expect(service.call('ListDomains', { ...request, nextPageToken }).domainInfos.length).toBe(1)
    service.pass(1)
    expect(service.errorOf('ListDomains', { ...request, nextPageToken })).toBe(
      'ValidationException: Specified token has exceeded its maximum lifetime',
    )
  })

  test('deprecating a domain deprecates its types, and it accepts no new types or executions', () => {
    const service = new TestService().started()
    service.pass(5000)
    service.call('DeprecateDomain', { name: 'd' })
    const gone = 'DomainDeprecatedFault: d'
    expect(service.errorOf('RegisterWorkflowType', { domain: 'd', ...flow, version: '2' })).toBe(gone)
    expect(service.errorOf('RegisterActivityType', { domain: 'd', ...act, version: '2' })).toBe(gone)
    expect(
      service.errorOf('StartWorkflowExecution', { domain: 'd', workflowId: 'x', workflowType: flow }),
    ).toBe(gone)
    const workflowType = service.call('DescribeWorkflowType', { domain: 'd', workflowType: flow }).typeInfo
    const activityType = service.call('DescribeActivityType', { domain: 'd', activityType: act }).typeInfo
    expect([workflowType, activityType]).toEqual([
      { workflowType: flow, status: 'DEPRECATED', creationDate: at, deprecationDate: at + 5 },
      { activityType: act, status: 'DEPRECATED', creationDate: at, deprecationDate: at + 5 },
    ])
    // open executions continue
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    expect(service.decisionTask().startedEventId).toBe(4)
  })
})

test('a domain can be undeprecated, but its types stay deprecated', () => {
  const service = new TestService().registered()
  expect(service.errorOf('UndeprecateDomain', { name: 'd' })).toBe('DomainAlreadyExistsFault: d')
  service.call('DeprecateDomain', { name: 'd' })
  expect(service.call('UndeprecateDomain', { name: 'd' })).toBe(undefined)
  expect(service.call('DescribeDomain', { name: 'd' }).domainInfo.status).toBe('REGISTERED')
  expect(service.call('DescribeWorkflowType', { domain: 'd', workflowType: flow }).typeInfo.status).toBe(
    'DEPRECATED',
  )
  service.call('UndeprecateWorkflowType', { domain: 'd', workflowType: flow })
  service.start()
})

describe('the tags of a domain', () => {
  const resourceArn = 'arn:aws:swf:us-east-1:123456789012:/domain/d'
  const registered = () => {
    const service = new TestService()
    const tags = [{ key: 'a', value: '1' }, { key: 'b' }]
    service.call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '7', tags })
    return service
  }
  const tags = (service: TestService) => service.call('ListTagsForResource', { resourceArn }).tags

  test('can be added, replaced and removed', () => {
    const service = registered()
    expect(tags(service)).toEqual([{ key: 'a', value: '1' }, { key: 'b' }])
    service.call('TagResource', {
      resourceArn,
      tags: [
        { key: 'a', value: '2' },
        { key: 'c', value: '' },
      ],
    })
    expect(tags(service)).toEqual([{ key: 'a', value: '2' }, { key: 'b' }, { key: 'c', value: '' }])
    service.call('UntagResource', { resourceArn, tagKeys: ['a', 'nothing'] })
    expect(tags(service)).toEqual([{ key: 'b' }, { key: 'c', value: '' }])
    expect(tags(service.rebuilt())).toEqual(tags(service))
  })

  test('are at most 50, where an existing key counts once', () => {
    const service = registered()
    const fifty = Array.from({ length: 50 }, (_, n) => ({ key: `k${n}` }))
    const tooMany = 'TooManyTagsFault: A domain can have at most 50 tags'
    expect(service.errorOf('TagResource', { resourceArn, tags: fifty.slice(1) })).toBe(tooMany)
    service.call('UntagResource', { resourceArn, tagKeys: ['a', 'b'] })
    service.call('TagResource', { resourceArn, tags: fifty })
    service.call('TagResource', { resourceArn, tags: fifty })
    expect(service.errorOf('TagResource', { resourceArn, tags: [{ key: 'more' }] })).toBe(tooMany)
  })

  test.each(['arn:aws:swf:us-east-1:123456789012:/domain/e', 'arn:aws:swf:us-east-1:1:/domain/d', 'd'])(
    'of %s are unknown',
    unknown => {
      const service = registered()
      const fault = `UnknownResourceFault: Unknown resource: ${unknown}`
      expect(service.errorOf('ListTagsForResource', { resourceArn: unknown })).toBe(fault)
      expect(service.errorOf('TagResource', { resourceArn: unknown, tags: [] })).toBe(fault)
      expect(service.errorOf('UntagResource', { resourceArn: unknown, tagKeys: [] })).toBe(fault)
    },
  )
})

describe.each([
  ['WorkflowType', 'workflowType'],
  ['ActivityType', 'activityType'],
] as const)('%s', (kind, member) => {
  const type = { name: 't', version: '1' }
  const register = { domain: 'd', ...type }
  const domain = () => {
    const service = new TestService()
    service.call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: 'NONE' })
    return service
  }

  test('is described with its defaults and dates', () => {
    const service = domain()
    const configuration = { defaultTaskList: { name: 'l' }, defaultTaskStartToCloseTimeout: 'NONE' }
    const more = { description: 'mine', defaultTaskPriority: '3', defaultTaskHeartbeatTimeout: '' }
    expect(service.send(`Register${kind}`, { ...register, ...configuration, ...more })).toBe(undefined)
    service.pass(1500)
    expect(service.send(`Deprecate${kind}`, { domain: 'd', [member]: type })).toBe(undefined)
    expect(service.send(`Describe${kind}`, { domain: 'd', [member]: type })).toEqual({
      typeInfo: {
        [member]: type,
        status: 'DEPRECATED',
        description: 'mine',
        creationDate: at,
        deprecationDate: at + 1.5,
      },
      configuration: { ...configuration, defaultTaskPriority: '3' },
    })
  })

  test('keeps its name when it is deprecated, which is possible only once', () => {
    const service = domain()
    service.send(`Register${kind}`, register)
    const taken = `TypeAlreadyExistsFault: ${kind}=[name=t, version=1]`
    expect(service.errorOf(`Register${kind}`, register)).toBe(taken)
    service.send(`Deprecate${kind}`, { domain: 'd', [member]: type })
    expect(service.errorOf(`Register${kind}`, register)).toBe(taken)
    expect(service.errorOf(`Deprecate${kind}`, { domain: 'd', [member]: type })).toBe(
      `TypeDeprecatedFault: ${kind}=[name=t, version=1]`,
    )
  })

  test('can be undeprecated', () => {
    const service = domain()
    service.send(`Register${kind}`, register)
    expect(service.errorOf(`Undeprecate${kind}`, { domain: 'd', [member]: type })).toBe(
      `TypeAlreadyExistsFault: ${kind}=[name=t, version=1]`,
    )
    service.send(`Deprecate${kind}`, { domain: 'd', [member]: type })
    expect(service.send(`Undeprecate${kind}`, { domain: 'd', [member]: type })).toBe(undefined)
    const typeInfo = { [member]: type, status: 'REGISTERED', creationDate: at }
    expect(service.send(`Describe${kind}`, { domain: 'd', [member]: type })).toEqual({
      typeInfo,
      configuration: {},
    })
  })

  test('can be deleted when it is deprecated, and then registered again', () => {
    const service = domain()
    service.send(`Register${kind}`, register)
    expect(service.errorOf(`Delete${kind}`, { domain: 'd', [member]: type })).toBe(
      'TypeNotDeprecatedFault: The type is currently registered and cannot be deleted in its current state',
    )
    service.send(`Deprecate${kind}`, { domain: 'd', [member]: type })
    expect(service.send(`Delete${kind}`, { domain: 'd', [member]: type })).toBe(undefined)
    for (const action of ['Describe', 'Deprecate', 'Undeprecate', 'Delete']) {
      expect(service.errorOf(`${action}${kind}`, { domain: 'd', [member]: type })).toBe(
        `UnknownResourceFault: Unknown type: ${kind}=[name=t, version=1]`,
      )
    }
    service.send(`Register${kind}`, register)
    expect(service.errorOf(`Describe${kind}`, { domain: 'd', [member]: type })).toBe('no error')
  })

  test('causes an error if it is unknown', () => {
    const service = domain()
    const unknown = `UnknownResourceFault: Unknown type: ${kind}=[name=t, version=1]`
    expect(service.errorOf(`Describe${kind}`, { domain: 'd', [member]: type })).toBe(unknown)
    expect(service.errorOf(`Deprecate${kind}`, { domain: 'd', [member]: type })).toBe(unknown)
  })

  test('is listed by name and version, by status, by exact name, page by page', () => {
    const service = domain()
    const ids = ['b 1', 'a 2', 'a 1', 'ab 1', 'c 1']
    for (const id of ids) {
      const [name, version] = id.split(' ')
      service.send(`Register${kind}`, { domain: 'd', name, version })
    }
    service.send(`Deprecate${kind}`, { domain: 'd', [member]: { name: 'c', version: '1' } })
    const list = (more: object) => {
      const input = { domain: 'd', registrationStatus: 'REGISTERED', ...more }
      const output = service.send(`List${kind}s`, input) as {
        typeInfos: Record<string, { name: string; version: string }>[]
        nextPageToken?: string
      }
      const names = output.typeInfos.map(info => `${info[member]!.name} ${info[member]!.version}`)
      return { names, nextPageToken: output.nextPageToken }
    }
    expect(list({})).toEqual({ names: ['a 1', 'a 2', 'ab 1', 'b 1'], nextPageToken: undefined })
    expect(list({ reverseOrder: true }).names).toEqual(['b 1', 'ab 1', 'a 2', 'a 1'])
    expect(list({ registrationStatus: 'DEPRECATED' }).names).toEqual(['c 1'])
    expect(list({ name: 'a' }).names).toEqual(['a 1', 'a 2'])

    const { names, nextPageToken } = list({ maximumPageSize: 2 })
    expect(names).toEqual(['a 1', 'a 2'])
    // a registration between two pages neither repeats nor omits an item
    service.send(`Register${kind}`, { domain: 'd', name: 'a', version: '0' })
    expect(list({ maximumPageSize: 2, nextPageToken })).toEqual({
      names: ['ab 1', 'b 1'],
      nextPageToken: undefined,
    })
  })
})

test('executions of a deleted type continue, but no new ones can start', () => {
  const service = new TestService().started()
  service.decide([schedule('1'), schedule('2')])
  for (const action of ['Deprecate', 'Delete']) {
    service.send(`${action}WorkflowType`, { domain: 'd', workflowType: flow })
    service.send(`${action}ActivityType`, { domain: 'd', activityType: act })
  }
  const unknown = 'UnknownResourceFault: Unknown type: WorkflowType=[name=flow, version=1]'
  expect(
    service.errorOf('StartWorkflowExecution', { domain: 'd', workflowId: 'v', workflowType: flow }),
  ).toBe(unknown)
  service.call('RespondActivityTaskCompleted', { taskToken: service.activityTask().taskToken })
  service.decide([child('c'), marker('m'), continueAsNew()])
  expect(service.rows(12).map(([, type, { cause }]) => [type, cause])).toEqual([
    ['StartChildWorkflowExecutionFailed', 'WORKFLOW_TYPE_DOES_NOT_EXIST'],
    ['MarkerRecorded', undefined],
    ['ContinueAsNewWorkflowExecutionFailed', 'WORKFLOW_TYPE_DOES_NOT_EXIST'],
    ['DecisionTaskScheduled', undefined],
  ])
  service.decide([schedule('3')])
  expect(service.rows(18)[0]![2]).toMatchObject({ cause: 'ACTIVITY_TYPE_DOES_NOT_EXIST' })
})
