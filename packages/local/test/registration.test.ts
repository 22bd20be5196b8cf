import { describe, expect, test } from 'vitest'
import { act, child, continueAsNew, flow, marker, schedule, World } from './local-world.ts'

const at = 1_700_000_000

describe('domains', () => {
  const d = { name: 'd', workflowExecutionRetentionPeriodInDays: '7' }

  test('a registered domain is described', () => {
    const world = new World()
    expect(world.call('RegisterDomain', { ...d, description: 'of mine' })).toBe(undefined)
    expect(world.call('DescribeDomain', { name: 'd' })).toEqual({
      domainInfo: {
        name: 'd',
        status: 'REGISTERED',
        description: 'of mine',
        arn: 'arn:aws:swf:us-east-1:123456789012:/domain/d',
      },
      configuration: { workflowExecutionRetentionPeriodInDays: '7' },
    })
  })

  test('a name is taken for good, deprecated or not', () => {
    const world = new World()
    world.call('RegisterDomain', d)
    expect(world.fault('RegisterDomain', d)).toBe('DomainAlreadyExistsFault: d')
    world.call('DeprecateDomain', { name: 'd' })
    expect(world.fault('RegisterDomain', d)).toBe('DomainAlreadyExistsFault: d')
    expect(world.fault('DeprecateDomain', { name: 'd' })).toBe('DomainDeprecatedFault: d')
  })

  test('an unknown domain is a fault everywhere', () => {
    const world = new World()
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
    expect(requests.map(([action, input]) => world.fault(action, input))).toEqual(
      requests.map(() => 'UnknownResourceFault: Unknown domain: foobar'),
    )
  })

  test('they are listed by name, by status, and page by page', () => {
    const world = new World()
    for (const name of ['c', 'a', 'e', 'b', 'd']) world.call('RegisterDomain', { ...d, name })
    world.call('DeprecateDomain', { name: 'e' })
    const list = (more: object) => world.call('ListDomains', { registrationStatus: 'REGISTERED', ...more })
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
    expect(world.fault('ListDomains', other)).toBe('ValidationException: Invalid token')
  })

  test('a page token holds for a day', () => {
    const world = new World()
    for (const name of ['a', 'b']) world.call('RegisterDomain', { ...d, name })
    const request = { registrationStatus: 'REGISTERED', maximumPageSize: 1 } as const
    const nextPageToken = world.call('ListDomains', request).nextPageToken!
    world.pass(24 * 3600 * 1000)
    expect(world.call('ListDomains', { ...request, nextPageToken }).domainInfos.length).toBe(1)
    world.pass(1)
    expect(world.fault('ListDomains', { ...request, nextPageToken })).toBe(
      'ValidationException: Specified token has exceeded its maximum lifetime',
    )
  })

  test('a deprecated domain takes its types along and takes no new types or executions', () => {
    const world = new World().started()
    world.pass(5000)
    world.call('DeprecateDomain', { name: 'd' })
    const gone = 'DomainDeprecatedFault: d'
    expect(world.fault('RegisterWorkflowType', { domain: 'd', ...flow, version: '2' })).toBe(gone)
    expect(world.fault('RegisterActivityType', { domain: 'd', ...act, version: '2' })).toBe(gone)
    expect(world.fault('StartWorkflowExecution', { domain: 'd', workflowId: 'x', workflowType: flow })).toBe(
      gone,
    )
    const workflowType = world.call('DescribeWorkflowType', { domain: 'd', workflowType: flow }).typeInfo
    const activityType = world.call('DescribeActivityType', { domain: 'd', activityType: act }).typeInfo
    expect([workflowType, activityType]).toEqual([
      { workflowType: flow, status: 'DEPRECATED', creationDate: at, deprecationDate: at + 5 },
      { activityType: act, status: 'DEPRECATED', creationDate: at, deprecationDate: at + 5 },
    ])
    // What runs goes on.
    world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    expect(world.decisionTask().startedEventId).toBe(4)
  })
})

test('a deprecated domain can be undeprecated, its types stay deprecated', () => {
  const world = new World().registered()
  expect(world.fault('UndeprecateDomain', { name: 'd' })).toBe('DomainAlreadyExistsFault: d')
  world.call('DeprecateDomain', { name: 'd' })
  expect(world.call('UndeprecateDomain', { name: 'd' })).toBe(undefined)
  expect(world.call('DescribeDomain', { name: 'd' }).domainInfo.status).toBe('REGISTERED')
  expect(world.call('DescribeWorkflowType', { domain: 'd', workflowType: flow }).typeInfo.status).toBe(
    'DEPRECATED',
  )
  world.call('UndeprecateWorkflowType', { domain: 'd', workflowType: flow })
  world.start()
})

describe('the tags of a domain', () => {
  const resourceArn = 'arn:aws:swf:us-east-1:123456789012:/domain/d'
  const registered = () => {
    const world = new World()
    const tags = [{ key: 'a', value: '1' }, { key: 'b' }]
    world.call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '7', tags })
    return world
  }
  const tags = (world: World) => world.call('ListTagsForResource', { resourceArn }).tags

  test('are given, given again, taken away', () => {
    const world = registered()
    expect(tags(world)).toEqual([{ key: 'a', value: '1' }, { key: 'b' }])
    world.call('TagResource', {
      resourceArn,
      tags: [
        { key: 'a', value: '2' },
        { key: 'c', value: '' },
      ],
    })
    expect(tags(world)).toEqual([{ key: 'a', value: '2' }, { key: 'b' }, { key: 'c', value: '' }])
    world.call('UntagResource', { resourceArn, tagKeys: ['a', 'nothing'] })
    expect(tags(world)).toEqual([{ key: 'b' }, { key: 'c', value: '' }])
    expect(tags(world.rebuilt())).toEqual(tags(world))
  })

  test('are 50 at most, a key that is there already counting once', () => {
    const world = registered()
    const fifty = Array.from({ length: 50 }, (_, n) => ({ key: `k${n}` }))
    const tooMany = 'TooManyTagsFault: A domain can have at most 50 tags'
    expect(world.fault('TagResource', { resourceArn, tags: fifty.slice(1) })).toBe(tooMany)
    world.call('UntagResource', { resourceArn, tagKeys: ['a', 'b'] })
    world.call('TagResource', { resourceArn, tags: fifty })
    world.call('TagResource', { resourceArn, tags: fifty })
    expect(world.fault('TagResource', { resourceArn, tags: [{ key: 'more' }] })).toBe(tooMany)
  })

  test.each(['arn:aws:swf:us-east-1:123456789012:/domain/e', 'arn:aws:swf:us-east-1:1:/domain/d', 'd'])(
    "of %s are nobody's",
    unknown => {
      const world = registered()
      const fault = `UnknownResourceFault: Unknown resource: ${unknown}`
      expect(world.fault('ListTagsForResource', { resourceArn: unknown })).toBe(fault)
      expect(world.fault('TagResource', { resourceArn: unknown, tags: [] })).toBe(fault)
      expect(world.fault('UntagResource', { resourceArn: unknown, tagKeys: [] })).toBe(fault)
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
    const world = new World()
    world.call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: 'NONE' })
    return world
  }

  test('is described with its given defaults and dates', () => {
    const world = domain()
    const configuration = { defaultTaskList: { name: 'l' }, defaultTaskStartToCloseTimeout: 'NONE' }
    const more = { description: 'mine', defaultTaskPriority: '3', defaultTaskHeartbeatTimeout: '' }
    expect(world.send(`Register${kind}`, { ...register, ...configuration, ...more })).toBe(undefined)
    world.pass(1500)
    expect(world.send(`Deprecate${kind}`, { domain: 'd', [member]: type })).toBe(undefined)
    expect(world.send(`Describe${kind}`, { domain: 'd', [member]: type })).toEqual({
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

  test('keeps its name when it is deprecated, which happens once', () => {
    const world = domain()
    world.send(`Register${kind}`, register)
    const taken = `TypeAlreadyExistsFault: ${kind}=[name=t, version=1]`
    expect(world.fault(`Register${kind}`, register)).toBe(taken)
    world.send(`Deprecate${kind}`, { domain: 'd', [member]: type })
    expect(world.fault(`Register${kind}`, register)).toBe(taken)
    expect(world.fault(`Deprecate${kind}`, { domain: 'd', [member]: type })).toBe(
      `TypeDeprecatedFault: ${kind}=[name=t, version=1]`,
    )
  })

  test('can be undeprecated', () => {
    const world = domain()
    world.send(`Register${kind}`, register)
    expect(world.fault(`Undeprecate${kind}`, { domain: 'd', [member]: type })).toBe(
      `TypeAlreadyExistsFault: ${kind}=[name=t, version=1]`,
    )
    world.send(`Deprecate${kind}`, { domain: 'd', [member]: type })
    expect(world.send(`Undeprecate${kind}`, { domain: 'd', [member]: type })).toBe(undefined)
    const typeInfo = { [member]: type, status: 'REGISTERED', creationDate: at }
    expect(world.send(`Describe${kind}`, { domain: 'd', [member]: type })).toEqual({
      typeInfo,
      configuration: {},
    })
  })

  test('can be deleted when it is deprecated, and registered anew', () => {
    const world = domain()
    world.send(`Register${kind}`, register)
    expect(world.fault(`Delete${kind}`, { domain: 'd', [member]: type })).toBe(
      'TypeNotDeprecatedFault: The type is currently registered and cannot be deleted in its current state',
    )
    world.send(`Deprecate${kind}`, { domain: 'd', [member]: type })
    expect(world.send(`Delete${kind}`, { domain: 'd', [member]: type })).toBe(undefined)
    for (const action of ['Describe', 'Deprecate', 'Undeprecate', 'Delete']) {
      expect(world.fault(`${action}${kind}`, { domain: 'd', [member]: type })).toBe(
        `UnknownResourceFault: Unknown type: ${kind}=[name=t, version=1]`,
      )
    }
    world.send(`Register${kind}`, register)
    expect(world.fault(`Describe${kind}`, { domain: 'd', [member]: type })).toBe('no fault')
  })

  test('is a fault when it is unknown', () => {
    const world = domain()
    const unknown = `UnknownResourceFault: Unknown type: ${kind}=[name=t, version=1]`
    expect(world.fault(`Describe${kind}`, { domain: 'd', [member]: type })).toBe(unknown)
    expect(world.fault(`Deprecate${kind}`, { domain: 'd', [member]: type })).toBe(unknown)
  })

  test('is listed by name and version, by status, by exact name, page by page', () => {
    const world = domain()
    const ids = ['b 1', 'a 2', 'a 1', 'ab 1', 'c 1']
    for (const id of ids) {
      const [name, version] = id.split(' ')
      world.send(`Register${kind}`, { domain: 'd', name, version })
    }
    world.send(`Deprecate${kind}`, { domain: 'd', [member]: { name: 'c', version: '1' } })
    const list = (more: object) => {
      const input = { domain: 'd', registrationStatus: 'REGISTERED', ...more }
      const output = world.send(`List${kind}s`, input) as {
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
    // What is registered between two pages neither repeats nor hides anything.
    world.send(`Register${kind}`, { domain: 'd', name: 'a', version: '0' })
    expect(list({ maximumPageSize: 2, nextPageToken })).toEqual({
      names: ['ab 1', 'b 1'],
      nextPageToken: undefined,
    })
  })
})

test('what runs of a deleted type goes on, nothing new of it starts', () => {
  const world = new World().started()
  world.decide([schedule('1'), schedule('2')])
  for (const action of ['Deprecate', 'Delete']) {
    world.send(`${action}WorkflowType`, { domain: 'd', workflowType: flow })
    world.send(`${action}ActivityType`, { domain: 'd', activityType: act })
  }
  const unknown = 'UnknownResourceFault: Unknown type: WorkflowType=[name=flow, version=1]'
  expect(world.fault('StartWorkflowExecution', { domain: 'd', workflowId: 'v', workflowType: flow })).toBe(
    unknown,
  )
  world.call('RespondActivityTaskCompleted', { taskToken: world.activityTask().taskToken })
  world.decide([child('c'), marker('m'), continueAsNew()])
  expect(world.rows(12).map(([, type, { cause }]) => [type, cause])).toEqual([
    ['StartChildWorkflowExecutionFailed', 'WORKFLOW_TYPE_DOES_NOT_EXIST'],
    ['MarkerRecorded', undefined],
    ['ContinueAsNewWorkflowExecutionFailed', 'WORKFLOW_TYPE_DOES_NOT_EXIST'],
    ['DecisionTaskScheduled', undefined],
  ])
  world.decide([schedule('3')])
  expect(world.rows(18)[0]![2]).toMatchObject({ cause: 'ACTIVITY_TYPE_DOES_NOT_EXIST' })
})
